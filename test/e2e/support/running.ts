import { spawn, spawnSync } from "node:child_process";

/** A running program in its own process group, as a shell starts it. */
export class Running {
  private text = "";
  private readonly listeners = new Set<() => void>();
  /** Its exit code; null if a signal ended it. */
  readonly ended: Promise<number | null>;
  private readonly pid: number;

  constructor(command: string, args: readonly string[], options: { cwd: string; env: NodeJS.ProcessEnv }) {
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"], detached: true });
    this.pid = child.pid ?? 0;
    this.ended = new Promise((resolve, reject) => {
      child.once("error", reject).once("exit", resolve);
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        this.text += chunk.toString();
        for (const listener of this.listeners) listener();
      });
    }
  }

  /** Its output so far, of both streams. */
  get output(): string {
    return this.text;
  }

  /** Resolves once its output matches. */
  async saw(pattern: RegExp): Promise<void> {
    const seen = new Promise<void>((resolve) => {
      const look = (): void => {
        if (pattern.test(this.text)) resolve();
      };
      this.listeners.add(look);
      look();
    });
    const tooEarly = this.ended.then((code) => {
      if (!pattern.test(this.text)) throw new Error(`ended with ${String(code)} before ${String(pattern)}:\n${this.text}`);
    });
    await Promise.race([seen, tooEarly]);
  }

  /** Sends a signal to the program and its children, as Ctrl-C in a terminal does. */
  signalAll(signal: NodeJS.Signals): void {
    process.kill(-this.pid, signal);
  }

  kill(): void {
    process.kill(this.pid, "SIGKILL");
  }

  /** Returns the id of the child process whose command line contains a text. */
  childRunning(text: string): number {
    const lines = spawnSync("ps", ["-A", "-o", "pid=,pgid=,args="], { encoding: "utf8" }).stdout.split("\n");
    const pids = lines.flatMap((line) => {
      const [, pid, group, args = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      return Number(group) === this.pid && args.includes(text) ? [Number(pid)] : [];
    });
    const [found] = pids;
    if (found === undefined) throw new Error(`nothing below it runs ${text}`);
    return found;
  }
}

/** Whether a process still exists. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
