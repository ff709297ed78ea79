import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { spawn } from "node:child_process";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const ROOT = resolve(__dirname, "../..");

/** A run that does not end by itself is killed after this time. */
const LIMIT_MS = 100_000;

/** How a run of jest ended. */
export interface JestRun {
  /** null if it did not end by itself. */
  readonly code: number | null;
  readonly output: string;
  /** What the run left in the folder for temporary files. */
  readonly left: readonly string[];
}

/** Test files by name, and the environment they run in: Node's own, as a user has it, or that of this project. */
export interface ChildSuite {
  readonly files: Readonly<Record<string, string>>;
  readonly environment: "node" | "project";
}

/** Runs test files in one process of jest, with a folder of its own for temporary files. */
export async function runJest({ files, environment }: ChildSuite): Promise<JestRun> {
  const directory = mkdtempSync(join(tmpdir(), "child-jest-"));
  const [tests, temporary] = [join(directory, "tests"), join(directory, "tmp")];
  for (const folder of [tests, temporary]) mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(tests, `${name}.test.ts`), text);
  const { projects } = jest.requireActual<{ projects: object[] }>("../../jest.config.js");
  const own = environment === "node" ? { testEnvironment: "node" } : {};
  const child = {
    ...projects[0],
    rootDir: ROOT,
    roots: [tests],
    testMatch: [`${tests}/*.test.ts`],
    testPathIgnorePatterns: [],
    ...own,
  };
  const args = [require.resolve("jest/bin/jest"), "--runInBand", "--ci", "--config", JSON.stringify(child)];
  try {
    const ended = await ending(args, { ...process.env, TMPDIR: temporary });
    return { ...ended, left: readdirSync(temporary) };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function ending(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Omit<JestRun, "left">> {
  return new Promise((done, reject) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    const limit = setTimeout(() => child.kill("SIGKILL"), LIMIT_MS);
    child.once("error", reject).once("close", (code) => {
      clearTimeout(limit);
      done({ code, output });
    });
  });
}
