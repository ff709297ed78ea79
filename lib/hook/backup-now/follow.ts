import { ArmError } from "../arm/arm-error";
import { pollInterval, SHORTEST_INTERVAL_MS } from "../vault/poll-interval";
import { type EndCause, endCauseOf } from "../run-ended";
import { JobPoller } from "./job-poller";
import { isSettled, type VmRun } from "./progress";
import { type RunContext, withinDeadline } from "./run-context";
import { dueIn, triggerDue } from "./trigger";

/** How following ended. */
export type Ended = "settled" | EndCause;

/** The first look comes soon, since a job exists about a second after its trigger. */
const FIRST_INTERVAL_MS = 5_000;

/** The wait before each round, in milliseconds: 5 s, then from 30 s up to 5 minutes. */
export function intervalBefore(round: number): number {
  if (round === 0) return FIRST_INTERVAL_MS;
  return pollInterval(round - 1);
}

/**
 * Follows the backups to the milestone, and starts again those whose failure has passed, by one list of jobs per round however many
 * they are, until the clock has run to the deadline.
 */
export async function follow(context: RunContext): Promise<Ended> {
  const { clock, signal, print, runs, options } = context;
  const poller = new JobPoller(context);
  let askedToWait = 0;
  for (let round = 0; runs.some(({ progress }) => !isSettled(progress, options.waitFor)); round++) {
    const over = endCauseOf(context);
    if (over) return over;
    const interval = poller.hasBacklog ? SHORTEST_INTERVAL_MS : intervalBefore(round);
    const wait = Math.max(Math.min(interval, untilNextTrigger(context)), askedToWait);
    await clock.sleep(withinDeadline(context, wait), signal);
    askedToWait = 0;
    try {
      signal.throwIfAborted();
      const jobs = await poller.poll();
      if (dueIn(context).length > 0 && (await triggerDue(context, jobs))) round = -1;
    } catch (error) {
      if (signal.aborted) continue;
      if (!(error instanceof ArmError) || !error.transient) throw error;
      askedToWait = error.retryAfterMs ?? 0;
      print(`${error.message}; the backups go on, and so does watching them`);
    }
  }
  return "settled";
}

/** How long until a backup that waits may be started, in milliseconds. */
function untilNextTrigger({ runs, clock }: RunContext): number {
  const times = runs.flatMap(({ progress }: VmRun) => (progress.kind === "waiting" ? [progress.notBefore ?? 0] : []));
  if (times.length === 0) return Infinity;
  return Math.max(FIRST_INTERVAL_MS, Math.min(...times) - clock.elapsed());
}
