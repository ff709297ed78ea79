import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

export const HOOK = resolve(__dirname, "../../bundle/azure-vm-backup.cjs");
/** What a shell starts. */
export const BIN = resolve(__dirname, "../../bundle/cli.cjs");
const PROBE = resolve(__dirname, "probe.cjs");

/** What one run of the bundled hook came to. */
export interface Measured {
  readonly code: number | null;
  readonly seconds: number;
  readonly output: string;
  /** The most requests that were under way at once. */
  readonly most: number;
  /** Peak of its memory, in MB. */
  readonly memory: number;
  /** In seconds, of all its threads. */
  readonly cpu: number;
}

/** Runs the bundled hook with a probe in it. */
export async function runHook(args: readonly string[], environment: NodeJS.ProcessEnv, program = HOOK): Promise<Measured> {
  const directory = mkdtempSync(join(tmpdir(), "bench-hook-"));
  const file = join(directory, "probe.json");
  try {
    const env = { ...environment, PROBE_FILE: file };
    const ended = await runProgram(process.execPath, ["--require", PROBE, program, ...args], env);
    return { ...ended, ...(JSON.parse(readFileSync(file, "utf8")) as Pick<Measured, "most" | "memory" | "cpu">) };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** Runs a program to its end. */
export function runProgram(
  command: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<{ code: number | null; seconds: number; output: string }> {
  return new Promise((done, fail) => {
    const began = performance.now();
    const child = spawn(command, args, { env: { PATH: process.env["PATH"], HOME: process.env["HOME"], ...environment } });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.once("error", fail).once("close", (code) => {
      done({ code, seconds: (performance.now() - began) / 1_000, output });
    });
  });
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
