import type { Milestone, VmRun } from "../backup-now/progress";
import { isSettled } from "../backup-now/progress";
import type { Clock } from "../clock";
import { formatDuration } from "./duration";
import { summary } from "./table";

const FIRST_INTERVAL_MS = 60_000;
/** Some pipelines end a job that prints nothing for ten minutes. */
const LONGEST_INTERVAL_MS = 8 * 60_000;

/** When a line is due although nothing has changed: after a minute, then after twice the time of the line before, up to every eight minutes. */
export class Heartbeat {
  private interval = FIRST_INTERVAL_MS;
  private from: number;

  constructor(private readonly clock: Pick<Clock, "elapsed">) {
    this.from = clock.elapsed();
  }

  /** Begins the minutes again, after a change that was printed. */
  restart(): void {
    this.interval = FIRST_INTERVAL_MS;
    this.from = this.clock.elapsed();
  }

  /** The time until the next line, in milliseconds. */
  get wait(): number {
    return this.interval - (this.clock.elapsed() - this.from);
  }

  /** Whether a line is due. It then counts as printed. */
  isDue(): boolean {
    if (this.wait > 0) return false;
    this.from = this.clock.elapsed();
    this.interval = Math.min(2 * this.interval, LONGEST_INTERVAL_MS);
    return true;
  }
}

/** Prints the lines of a heartbeat until the signal. */
export async function beat(
  heartbeat: Heartbeat,
  clock: Clock,
  signal: AbortSignal,
  print: (line: string) => void,
  text: () => string | undefined,
): Promise<void> {
  while (!signal.aborted) {
    if (heartbeat.isDue()) {
      const line = text();
      if (line !== undefined) print(line);
    }
    await clock.sleep(Math.max(1, Math.ceil(heartbeat.wait)), signal);
  }
}

/** Returns the text of a heartbeat; undefined if no backup is followed. */
export function heartbeatText(runs: readonly VmRun[], waitFor: Milestone, elapsedMs: number): string | undefined {
  const open = runs.filter(({ progress }) => !isSettled(progress, waitFor)).length;
  return open === 0 ? undefined : `following ${open} of ${summary(runs, waitFor)} (after ${formatDuration(elapsedMs)})`;
}
