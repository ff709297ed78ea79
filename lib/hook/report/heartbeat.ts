import type { Milestone, VmRun } from "../backup-now/progress";
import { isSettled } from "../backup-now/progress";
import type { Clock } from "../clock";
import { formatDuration } from "./duration";
import { summary } from "./table";

const INTERVAL_MS = 60_000;

/**
 * Prints a line once a minute if nothing else was printed, because pipelines end jobs that print nothing for long. Ends with the signal.
 */
export async function beat(
  clock: Clock,
  signal: AbortSignal,
  lastPrinted: () => number,
  print: (line: string) => void,
  text: () => string | undefined,
): Promise<void> {
  while (!signal.aborted) {
    const quiet = clock.elapsed() - lastPrinted();
    if (quiet >= INTERVAL_MS) {
      const line = text();
      if (line !== undefined) print(line);
      await clock.sleep(INTERVAL_MS, signal);
    } else await clock.sleep(INTERVAL_MS - quiet, signal);
  }
}

/** Returns the text of a heartbeat; undefined if no backup is followed. */
export function heartbeatText(runs: readonly VmRun[], waitFor: Milestone, elapsedMs: number): string | undefined {
  const open = runs.filter(({ progress }) => !isSettled(progress, waitFor)).length;
  return open === 0 ? undefined : `following ${open} of ${summary(runs, waitFor)} (after ${formatDuration(elapsedMs)})`;
}
