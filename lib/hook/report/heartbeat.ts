import type { Milestone, VmRun } from "../backup-now/progress";
import { isSettled } from "../backup-now/progress";
import type { Clock } from "../clock";
import { formatDuration } from "./duration";
import { summary } from "./table";

const FIRST_INTERVAL_MS = 60_000;
/** Some pipelines end a job that prints nothing for ten minutes. */
const LONGEST_INTERVAL_MS = 8 * 60_000;

/**
 * Prints a line a minute after the last change, and then after twice the time of the line before, up to every eight minutes. A change begins
 * the minutes again. Ends with the signal.
 */
export async function beat(
  clock: Clock,
  signal: AbortSignal,
  lastPrinted: () => number,
  print: (line: string) => void,
  text: () => string | undefined,
): Promise<void> {
  let interval = FIRST_INTERVAL_MS;
  let from = lastPrinted();
  while (!signal.aborted) {
    const printed = lastPrinted();
    if (printed > from) {
      interval = FIRST_INTERVAL_MS;
      from = printed;
    }
    const quiet = clock.elapsed() - from;
    if (quiet < interval) {
      await clock.sleep(interval - quiet, signal);
      continue;
    }
    const line = text();
    from = clock.elapsed();
    if (line !== undefined) print(line);
    interval = Math.min(2 * interval, LONGEST_INTERVAL_MS);
  }
}

/** Returns the text of a heartbeat; undefined if no backup is followed. */
export function heartbeatText(runs: readonly VmRun[], waitFor: Milestone, elapsedMs: number): string | undefined {
  const open = runs.filter(({ progress }) => !isSettled(progress, waitFor)).length;
  return open === 0 ? undefined : `following ${open} of ${summary(runs, waitFor)} (after ${formatDuration(elapsedMs)})`;
}
