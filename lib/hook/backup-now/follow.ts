import { SHORTEST_INTERVAL_MS } from "../vault/poll-interval";
import { type Ended, FIRST_INTERVAL_MS, followRounds } from "../vault/rounds";
import { JobPoller } from "./job-poller";
import { isSettled, type VmRun } from "./progress";
import type { RunContext } from "./run-context";
import { triggerDue } from "./trigger";

/**
 * Follows the backups to the milestone and retries transient failures, until the deadline. Each round lists the jobs once, for any number
 * of VMs.
 */
export async function follow(context: RunContext): Promise<Ended> {
  const { runs, options } = context;
  const poller = new JobPoller(context);
  return followRounds(context, {
    isSettled: () => runs.every(({ progress }) => isSettled(progress, options.waitFor)),
    longestWait: () => Math.min(poller.hasBacklog ? SHORTEST_INTERVAL_MS : Infinity, untilNextTrigger(context)),
    poll: async () => triggerDue(context, await poller.poll()),
    onFailure: "the backups continue, and this run goes on following them",
  });
}

/** Returns the time until the next waiting backup may be started, in milliseconds. */
function untilNextTrigger({ runs, clock }: RunContext): number {
  const times = runs.flatMap(({ progress }: VmRun) => (progress.kind === "waiting" ? [progress.notBefore ?? 0] : []));
  return Math.max(FIRST_INTERVAL_MS, Math.min(...times) - clock.elapsed());
}
