import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DRILL_VARIABLE } from "../../contract/drill-request";
import { REQUEST_VARIABLE } from "../../contract/request-envelope";
import { excerptOf } from "../outgoing/foreign-text";
import { writeFileOrPipe } from "../text-file";
import { failedCheck } from "./checks";
import type { DrillCheck } from "./drill-record";
import type { CommandWords } from "./split-command";

/** The environment variable that names the file with what was restored, for a program that does not read its input. */
export const RESTORED_FILE_VARIABLE = "AZURE_VM_BACKUP_RESTORED_FILE";

const MAX_LINES = 200;
const MAX_LINE = 2_000;
const MAX_DETAIL = 300;
/** How long a program that is ended may take before it is killed. */
const KILL_AFTER_MS = 2_000;
const NAME = "user's check";

/** Runs a user's own check of what was restored: exit code 0 passes. */
export type VerifyCommand = (restored: unknown, signal: AbortSignal, print: (line: string) => void) => Promise<DrillCheck>;

/** A check by a program, which reads what was restored as JSON from its input or from a file. */
export function verifyBy([program, ...args]: CommandWords, env: NodeJS.ProcessEnv): VerifyCommand {
  return async (restored, signal, print) => {
    const json = `${JSON.stringify(restored, undefined, 2)}\n`;
    const folder = mkdtempSync(join(tmpdir(), "azure-vm-backup-"));
    const file = join(folder, "restored.json");
    try {
      await writeFileOrPipe(file, json);
      const { [DRILL_VARIABLE]: _drill, [REQUEST_VARIABLE]: _request, ...rest } = env;
      const end = await run(program, args, { env: { ...rest, [RESTORED_FILE_VARIABLE]: file }, input: json, signal, print });
      return checkOf(end, program);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
}

interface End {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The last line of its output. */
  readonly lastLine: string;
  readonly error?: NodeJS.ErrnoException;
  readonly isAborted: boolean;
}

interface RunOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly input: string;
  readonly signal: AbortSignal;
  readonly print: (line: string) => void;
}

function run(program: string, args: readonly string[], { env, input, signal, print }: RunOptions): Promise<End> {
  return new Promise((resolve) => {
    const onWindows = process.platform === "win32";
    const child = spawn(program, args, { env, shell: false, detached: !onWindows, stdio: ["pipe", "pipe", "pipe"] });
    let [lastLine, lines, isAborted] = ["", 0, false];
    let killer: NodeJS.Timeout | undefined;
    const closeOutput = (): void => {
      for (const stream of [child.stdout, child.stderr]) stream.destroy();
    };
    const kill = (name: NodeJS.Signals): void => {
      if (child.pid === undefined) return;
      try {
        // The own process group holds the programs that it has started, too.
        if (onWindows) child.kill(name);
        else process.kill(-child.pid, name);
      } catch {
        // It has ended by itself.
      }
    };
    const abort = (): void => {
      isAborted = true;
      kill("SIGTERM");
      killer = setTimeout(() => {
        kill("SIGKILL");
        closeOutput();
      }, KILL_AFTER_MS);
    };
    const finish = (end: Omit<End, "lastLine" | "isAborted">): void => {
      clearTimeout(killer);
      signal.removeEventListener("abort", abort);
      resolve({ ...end, lastLine, isAborted });
    };
    for (const stream of [child.stdout, child.stderr]) {
      eachLine(stream, (line) => {
        lastLine = line.trim() === "" ? lastLine : line;
        if (++lines <= MAX_LINES) print(line);
      });
    }
    child.stdin.on("error", () => undefined).end(input);
    child.once("error", (error) => {
      finish({ exitCode: null, signal: null, error });
    });
    // A program that it has started may keep its output open.
    child.once("exit", () => {
      killer ??= setTimeout(closeOutput, KILL_AFTER_MS);
    });
    child.once("close", (exitCode, ended) => {
      finish({ exitCode, signal: ended });
    });
    signal.addEventListener("abort", abort, { once: true });
    if (signal.aborted) abort();
  });
}

/** Calls back for each line. A line longer than the limit is cut. */
function eachLine(stream: NodeJS.ReadableStream, take: (line: string) => void): void {
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    const lines = `${rest}${chunk}`.split(/\r?\n/);
    rest = (lines.pop() ?? "").slice(0, MAX_LINE);
    for (const line of lines) take(line.slice(0, MAX_LINE));
  });
  stream.on("end", () => {
    if (rest !== "") take(rest);
  });
}

function checkOf({ exitCode, signal, lastLine, error, isAborted }: End, program: string): DrillCheck {
  const said = lastLine === "" ? "it printed nothing" : `its last line: ${excerptOf(lastLine, MAX_DETAIL)}`;
  if (error) return failedCheck(NAME, `'${program}' cannot be run (${error.code ?? error.message})`);
  if (isAborted) return failedCheck(NAME, `the run ended before '${program}' did; ${said}`);
  if (exitCode === 0) return { name: NAME, outcome: "passed", expected: "exit code 0", found: "exit code 0", detail: said };
  const found = exitCode === null ? `ended by ${signal ?? "a signal"}` : `exit code ${exitCode}`;
  return { name: NAME, outcome: "failed", expected: "exit code 0", found, detail: said };
}
