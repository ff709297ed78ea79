import { ExitCode } from "../contract/exit-code";
import type { Clock } from "./clock";
import { HookError } from "./hook-error";

/** What ends a run before its work is done. */
export type EndCause = "interrupted" | "timedOut";

const ENDS = {
  interrupted: { exitCode: ExitCode.interrupted, message: "interrupted before anything was started" },
  timedOut: { exitCode: ExitCode.timedOut, message: "timed out before anything was started; allow more time with --timeout" },
} as const;

/** The reason that a run's signal is aborted with; thrown by whatever waits. */
export class RunEnded extends HookError {
  constructor(
    readonly endCause: EndCause,
    waitedFor?: string,
  ) {
    const { exitCode, message } = ENDS[endCause];
    super(exitCode, waitedFor === undefined ? message : `${message}; it waited for ${waitedFor}`);
    this.name = "RunEnded";
  }
}

/** What tells whether a run is over. */
export interface RunLimits {
  readonly clock: Pick<Clock, "elapsed">;
  /** Aborted with a {@link RunEnded}. */
  readonly signal: AbortSignal;
  /** When the run is over, in milliseconds of the clock. */
  readonly deadline: number;
}

/** What has ended a run, undefined as long as it may go on. */
export function endCauseOf({ clock, signal, deadline }: RunLimits): EndCause | undefined {
  if (!signal.aborted) return clock.elapsed() >= deadline ? "timedOut" : undefined;
  return signal.reason instanceof RunEnded ? signal.reason.endCause : "interrupted";
}

/** The exit code of a run that was ended. */
export function exitCodeOfEnd(cause: EndCause): ExitCode {
  return ENDS[cause].exitCode;
}
