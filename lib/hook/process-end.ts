import { ExitCode } from "../contract/exit-code";
import { LONGEST_TIMER_MS } from "./clock";
import { type EndCause, RunEnded } from "./run-ended";

/** How long a request that changes something may go on after the run was ended. */
const WRITE_GRACE_MS = 2_000;
/** How long an ended run may take to write its reports. */
const REPORT_GRACE_MS = 5_000;
/** How long the process waits for output that nobody reads, after the outcome is known. */
const FLUSH_MS = 800;
/** One Ctrl-C may arrive twice, from the terminal and from npm. A signal repeated within this time is ignored. */
const SAME_SIGNAL_MS = 100;

/** The parts of Node's process that this class uses. */
export type EndingProcess = Pick<NodeJS.Process, "on" | "exit" | "stdout" | "stderr">;

/**
 * Ends this process; no other code does. The first signal of the operating system and the time-out of the run abort every wait. The second
 * signal ends the process at once. When the outcome is known, the process exits, even if something is still open.
 */
export class ProcessEnd {
  private readonly ended = new AbortController();
  private readonly writesEnded = new AbortController();
  private readonly cleanUpEnded = new AbortController();
  private cleanUpMs = 0;
  private readonly overdue: Promise<ExitCode>;
  private giveUp: (code: ExitCode) => void = () => undefined;
  private deadline: NodeJS.Timeout | undefined;
  private lastSignal: { readonly name: string; readonly at: number } | undefined;

  constructor(
    private readonly host: EndingProcess = process,
    onDefect: (error: unknown) => void = () => undefined,
  ) {
    this.overdue = new Promise((resolve) => {
      this.giveUp = resolve;
    });
    for (const name of ["SIGINT", "SIGTERM", "SIGBREAK"] as const) {
      if (name !== "SIGBREAK" || process.platform === "win32")
        host.on(name, () => {
          this.onSignal(name);
        });
    }
    // An uncaught error is a defect. It must not exit with the code of a failed backup.
    for (const event of ["uncaughtException", "unhandledRejection"] as const) {
      host.on(event, (error: unknown) => {
        onDefect(error);
        this.giveUp(ExitCode.unexpected);
      });
    }
    // If a reader closes the pipe, its output is lost and the run continues.
    for (const stream of [host.stdout, host.stderr]) stream.on("error", () => undefined);
  }

  /** Aborted by the first signal or the time-out of the run, with a {@link RunEnded}. */
  get signal(): AbortSignal {
    return this.ended.signal;
  }

  /** Aborted shortly after `signal`, for requests that change something. */
  get writeSignal(): AbortSignal {
    return this.writesEnded.signal;
  }

  /** Lets the run delete what it made for so long after its end, in real milliseconds. Returns the signal of the end of that time. */
  allowCleanUp(ms: number): AbortSignal {
    this.cleanUpMs = Math.min(ms, LONGEST_TIMER_MS - REPORT_GRACE_MS);
    return this.cleanUpEnded.signal;
  }

  /** Sets the time limit of the run, in real milliseconds. */
  limitTo(ms: number): void {
    clearTimeout(this.deadline);
    const next = Math.min(ms, LONGEST_TIMER_MS);
    this.deadline = setTimeout(() => {
      if (next < ms) this.limitTo(ms - next);
      else this.end("timedOut");
    }, next);
  }

  /** Waits for the program, and exits with its exit code. */
  async leaveAfter(run: Promise<ExitCode>): Promise<never> {
    return this.leave(await Promise.race([run, this.overdue]));
  }

  private onSignal(name: string): void {
    const now = performance.now();
    const again = this.lastSignal?.name === name && now - this.lastSignal.at < SAME_SIGNAL_MS;
    if (this.lastSignal && !again) this.host.exit(ExitCode.interrupted);
    this.lastSignal ??= { name, at: now };
    this.end("interrupted");
  }

  private end(cause: EndCause): void {
    if (this.ended.signal.aborted) return;
    const reason = new RunEnded(cause);
    this.ended.abort(reason);
    setTimeout(() => {
      this.writesEnded.abort(reason);
    }, WRITE_GRACE_MS);
    setTimeout(() => {
      this.cleanUpEnded.abort(reason);
    }, this.cleanUpMs);
    setTimeout(() => {
      this.giveUp(reason.exitCode);
    }, this.cleanUpMs + REPORT_GRACE_MS);
  }

  private async leave(code: ExitCode): Promise<never> {
    const flushed = Promise.all([this.host.stdout, this.host.stderr].map(flush));
    await Promise.race([flushed, new Promise((resolve) => setTimeout(resolve, FLUSH_MS))]);
    return this.host.exit(code);
  }
}

function flush(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || !stream.writable) resolve();
    else
      stream.write("", () => {
        resolve();
      });
  });
}
