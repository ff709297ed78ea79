import { spawn } from "node:child_process";

/** The result of a program. */
export interface ProgramEnd {
  /** Undefined if a signal ended the program. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

const ON_WINDOWS = process.platform === "win32";
const MAX_OUTPUT = 1024 * 1024;

/**
 * Runs a program. Ends it and its child processes when the signal is aborted. Arguments must not contain shell syntax, since Windows starts
 * scripts only through a shell.
 * @throws NodeJS.ErrnoException with ENOENT if the program does not exist
 */
export function runProgram(
  name: string,
  args: readonly string[],
  signal: AbortSignal | undefined,
  env: NodeJS.ProcessEnv = process.env,
  maxOutput = MAX_OUTPUT,
): Promise<ProgramEnd> {
  return new Promise((resolve, reject) => {
    const quoted = ON_WINDOWS ? args.map((arg) => (arg.includes(" ") ? `"${arg}"` : arg)) : args;
    // The folder exists and other users cannot write to it. The own process group allows ending all child processes.
    const cwd = ON_WINDOWS ? (process.env["SystemRoot"] ?? "C:\\Windows") : "/";
    const child = spawn(name, quoted, { cwd, env, shell: ON_WINDOWS, detached: !ON_WINDOWS, stdio: ["ignore", "pipe", "pipe"] });
    const output = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream].setEncoding("utf8").on("data", (chunk: string) => {
        if (output[stream].length < maxOutput) output[stream] += chunk;
      });
    }
    const end = (): void => {
      endProcess(child.pid);
      for (const stream of [child.stdout, child.stderr]) stream.destroy();
      child.unref();
      reject(signal?.reason as Error);
    };
    signal?.addEventListener("abort", end, { once: true });
    if (signal?.aborted) end();
    child.once("error", reject).once("close", (code) => {
      signal?.removeEventListener("abort", end);
      resolve({ exitCode: code ?? undefined, ...output });
    });
  });
}

function endProcess(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    if (ON_WINDOWS) spawn("taskkill", ["/pid", String(pid), "/t", "/f"], { stdio: "ignore" }).unref();
    else process.kill(-pid, "SIGTERM");
  } catch {
    // It has ended by itself.
  }
}
