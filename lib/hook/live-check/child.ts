import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** How a program ended. */
export interface ChildEnd {
  /** Undefined if a signal ended it. */
  readonly code: number | undefined;
  /** Why it was ended before its own end. */
  readonly ended: "timed out" | "interrupted" | undefined;
}

export interface Child {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Called with each line of both streams. */
  readonly onLine: (line: string, stream: "stdout" | "stderr") => void;
}

/** The bounds of a program, both in real time: what it waits for is not the emulator's clock alone. */
export interface ChildLimits {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

const ON_WINDOWS = process.platform === "win32";
/** How long an ended program may take to end what it has begun, such as Terraform, which then writes its state. */
const GRACE_MS = 120_000;

/**
 * Runs a program to its end, and ends it with its own programs if it takes too long or the run is ended: first by the signal of Ctrl-C, which
 * Terraform obeys after it has written its state, then by force. The program gets no signal of the terminal itself.
 * @throws NodeJS.ErrnoException with ENOENT if the program does not exist
 */
export async function runChild({ program, args, cwd, env, onLine }: Child, limits: ChildLimits): Promise<ChildEnd> {
  const child = spawn(program, args, { cwd, env, detached: !ON_WINDOWS, stdio: ["ignore", "pipe", "pipe"] });
  let ended: ChildEnd["ended"];
  let force: NodeJS.Timeout | undefined;
  const end = (why: NonNullable<ChildEnd["ended"]>): void => {
    if (ended !== undefined) return;
    ended = why;
    kill(child.pid, "SIGINT");
    force = setTimeout(() => {
      kill(child.pid, "SIGKILL");
    }, GRACE_MS);
  };
  const interrupt = (): void => {
    end("interrupted");
  };
  limits.signal.addEventListener("abort", interrupt, { once: true });
  if (limits.signal.aborted) interrupt();
  const timer = setTimeout(() => {
    end("timed out");
  }, limits.timeoutMs);
  for (const stream of ["stdout", "stderr"] as const) {
    createInterface({ input: child[stream] }).on("line", (line) => {
      onLine(line, stream);
    });
  }
  try {
    return await new Promise((resolve, reject) => {
      child.once("error", reject).once("close", (code) => {
        resolve({ code: code ?? undefined, ended });
      });
    });
  } finally {
    clearTimeout(timer);
    clearTimeout(force);
    limits.signal.removeEventListener("abort", interrupt);
  }
}

function kill(pid: number | undefined, signal: "SIGINT" | "SIGKILL"): void {
  if (pid === undefined) return;
  try {
    if (ON_WINDOWS) spawn("taskkill", ["/pid", String(pid), "/t", "/f"], { stdio: "ignore" }).unref();
    else process.kill(-pid, signal);
  } catch {
    // It has ended by itself.
  }
}
