import { ExitCode } from "../contract/exit-code";
import type { Clock } from "./clock";
import { HookError } from "./hook-error";

/** Why a run ended early. */
export type EndCause = "interrupted" | "timedOut";

const ENDS = {
  interrupted: { exitCode: ExitCode.interrupted, message: "interrupted before anything was started" },
  timedOut: { exitCode: ExitCode.timedOut, message: "timed out before anything was started; allow more time with --timeout" },
} as const;

/** The reason with which a run's signal is aborted. Every wait throws it. */
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

/** The values that decide whether a run has ended. */
export interface RunLimits {
  readonly clock: Pick<Clock, "elapsed">;
  /** Aborted with a {@link RunEnded}. */
  readonly signal: AbortSignal;
  /** The end of the run, in milliseconds of the clock. */
  readonly deadline: number;
}

/** Returns why a run has ended; undefined while it may continue. */
export function endCauseOf({ clock, signal, deadline }: RunLimits): EndCause | undefined {
  if (!signal.aborted) return clock.elapsed() >= deadline ? "timedOut" : undefined;
  return signal.reason instanceof RunEnded ? signal.reason.endCause : "interrupted";
}

/** Returns the exit code of a run that ended early. */
export function exitCodeOfEnd(cause: EndCause): ExitCode {
  return ENDS[cause].exitCode;
}
