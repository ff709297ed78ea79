import { ArmError } from "../arm/arm-error";
import type { Clock } from "../clock";
import { type EndCause, endCauseOf, type RunLimits } from "../run-ended";
import { pollInterval } from "./poll-interval";

/** How following ended. */
export type Ended = "settled" | EndCause;

/** The first poll comes soon, since a job exists about a second after its trigger. */
export const FIRST_INTERVAL_MS = 5_000;

/** The jobs that are polled in rounds. */
export interface Rounds {
  readonly isSettled: () => boolean;
  /** Polls everything once; returns whether something was started, so that the short waits begin again. */
  readonly poll: () => Promise<boolean>;
  /** The longest wait before a round, in milliseconds. @default - no limit */
  readonly longestWait?: () => number;
  /** The end of the line that reports a failed poll, such as "the backups continue, and this run goes on following them". */
  readonly onFailure: string;
}

export interface RoundsContext extends RunLimits {
  readonly clock: Clock;
  readonly print: (line: string) => void;
}

/** Returns the wait before each round, in milliseconds: 5 s, then from 30 s up to 5 minutes. */
export function intervalBefore(round: number): number {
  return round === 0 ? FIRST_INTERVAL_MS : pollInterval(round - 1);
}

/** Limits a wait to the time left, in whole milliseconds. A fraction of a millisecond would make a loop endless. */
export function withinDeadline({ clock, deadline }: RunLimits, ms: number): number {
  return Math.max(0, Math.ceil(Math.min(ms, deadline - clock.elapsed())));
}

/** Polls until everything is settled or the deadline is reached. A transient failure does not end it. */
export async function followRounds(context: RoundsContext, rounds: Rounds): Promise<Ended> {
  const { clock, signal, print } = context;
  let retryAfterMs = 0;
  for (let round = 0; !rounds.isSettled(); round++) {
    const over = endCauseOf(context);
    if (over) return over;
    const wait = Math.max(Math.min(intervalBefore(round), rounds.longestWait?.() ?? Infinity), retryAfterMs);
    await clock.sleep(withinDeadline(context, wait), signal);
    retryAfterMs = 0;
    try {
      signal.throwIfAborted();
      if (await rounds.poll()) round = -1;
    } catch (error) {
      if (signal.aborted) continue;
      if (!(error instanceof ArmError) || !error.transient) throw error;
      retryAfterMs = error.retryAfterMs ?? 0;
      print(`${error.message}; ${rounds.onFailure}`);
    }
  }
  return "settled";
}
