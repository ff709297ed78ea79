import { ArmError } from "../arm/arm-error";
import type { Clock } from "../clock";
import { type EndCause, endCauseOf, type RunLimits } from "../run-ended";
import { pollInterval } from "./poll-interval";

/** How following ended. */
export type Ended = "settled" | EndCause;

/** The first look comes soon, since a job exists about a second after its trigger. */
export const FIRST_INTERVAL_MS = 5_000;

/** What is followed, round by round. */
export interface Rounds {
  readonly isSettled: () => boolean;
  /** Looks at everything once; answers whether something was started, so that the waits begin anew. */
  readonly look: () => Promise<boolean>;
  /** The longest that a round may be waited for, in milliseconds. @default - no limit */
  readonly longestWait?: () => number;
  /** What goes on if a look fails: "the backups go on, and so does watching them". */
  readonly goesOn: string;
}

export interface RoundsContext extends RunLimits {
  readonly clock: Clock;
  readonly print: (line: string) => void;
}

/** The wait before each round, in milliseconds: 5 s, then from 30 s up to 5 minutes. */
export function intervalBefore(round: number): number {
  return round === 0 ? FIRST_INTERVAL_MS : pollInterval(round - 1);
}

/** The most of a wait that the run has left, in whole milliseconds: a fraction of one would never end it. */
export function withinDeadline({ clock, deadline }: RunLimits, ms: number): number {
  return Math.max(0, Math.ceil(Math.min(ms, deadline - clock.elapsed())));
}

/** Looks at jobs again and again until all is settled, or the clock has run to the deadline. What passes does not end it. */
export async function followRounds(context: RoundsContext, rounds: Rounds): Promise<Ended> {
  const { clock, signal, print } = context;
  let askedToWait = 0;
  for (let round = 0; !rounds.isSettled(); round++) {
    const over = endCauseOf(context);
    if (over) return over;
    const wait = Math.max(Math.min(intervalBefore(round), rounds.longestWait?.() ?? Infinity), askedToWait);
    await clock.sleep(withinDeadline(context, wait), signal);
    askedToWait = 0;
    try {
      signal.throwIfAborted();
      if (await rounds.look()) round = -1;
    } catch (error) {
      if (signal.aborted) continue;
      if (!(error instanceof ArmError) || !error.transient) throw error;
      askedToWait = error.retryAfterMs ?? 0;
      print(`${error.message}; ${rounds.goesOn}`);
    }
  }
  return "settled";
}
