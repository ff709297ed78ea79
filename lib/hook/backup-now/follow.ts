import { ArmError } from "../arm/arm-error";
import { Looker } from "./look";
import { isSettled, type VmRun } from "./progress";
import { type Session, withinDeadline } from "./session";
import { dueIn, triggerDue } from "./trigger";

/** How following ended. */
export type Ended = "settled" | "timedOut" | "interrupted";

/** The first look comes soon, since a job exists about a second after its trigger. */
const FIRST_INTERVAL_MS = 5_000;
const SHORTEST_INTERVAL_MS = 30_000;
const LONGEST_INTERVAL_MS = 300_000;
const INTERVAL_GROWTH = 1.5;

/** The wait before each round, in milliseconds: 5 s, then from 30 s up to 5 minutes. */
export function intervalBefore(round: number): number {
  if (round === 0) return FIRST_INTERVAL_MS;
  return Math.min(SHORTEST_INTERVAL_MS * INTERVAL_GROWTH ** (round - 1), LONGEST_INTERVAL_MS);
}

/**
 * Follows the backups to the milestone, and starts again those whose failure has passed, by one list of jobs per round however many
 * they are, until the clock has run to the deadline.
 */
export async function follow(session: Session): Promise<Ended> {
  const { clock, signal, print, runs, order, deadline } = session;
  const looker = new Looker(session);
  let askedToWait = 0;
  for (let round = 0; runs.some(({ progress }) => !isSettled(progress, order.waitFor)); round++) {
    if (isAborted(signal)) return "interrupted";
    if (clock.elapsed() >= deadline) return "timedOut";
    const interval = looker.behind ? SHORTEST_INTERVAL_MS : intervalBefore(round);
    const wait = Math.max(Math.min(interval, untilNextTrigger(session)), askedToWait);
    await clock.sleep(withinDeadline(session, wait), signal);
    if (isAborted(signal)) return "interrupted";
    askedToWait = 0;
    try {
      const board = await looker.look();
      if (dueIn(session).length > 0 && (await triggerDue(session, board))) round = -1;
    } catch (error) {
      if (isAborted(signal)) return "interrupted";
      if (!(error instanceof ArmError) || !error.transient) throw error;
      askedToWait = error.retryAfterMs ?? 0;
      print(`${error.message}; the backups go on, and so does watching them`);
    }
  }
  return "settled";
}

/** How long until a backup that waits may be started, in milliseconds. */
function untilNextTrigger({ runs, clock }: Session): number {
  const times = runs.flatMap(({ progress }: VmRun) => (progress.kind === "waiting" ? [progress.notBefore ?? 0] : []));
  if (times.length === 0) return Infinity;
  return Math.max(FIRST_INTERVAL_MS, Math.min(...times) - clock.elapsed());
}

/** A call, so that the compiler does not take an earlier answer for the present one. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
