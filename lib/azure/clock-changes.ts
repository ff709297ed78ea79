import { DAY_MS, MINUTE_MS } from "./durations";
import { offsetAt } from "./zoned-time";

/** Clock changes of a time zone, from the runtime's own time zone database. */

/** A stretch of local time that one change of the clocks skips, or makes happen twice. */
export interface ClockChange {
  readonly kind: "skipped" | "repeated";
  /** The local day, `YYYY-MM-DD`. */
  readonly day: string;
  /** The first local time of day, `HH:mm`. */
  readonly from: string;
  /** The local time of day after the last one, `HH:mm`, on the same day or, if it is not later than `from`, the next. */
  readonly until: string;
}

/** No zone changes its clocks twice within so few days. */
const STEP_MS = 7 * DAY_MS;

/**
 * The clock changes of one year.
 * @param timeZone an IANA name
 */
export function clockChanges(timeZone: string, year: number): ClockChange[] {
  const end = Date.UTC(year + 1, 0);
  const changes: ClockChange[] = [];
  for (let start = Date.UTC(year, 0); start < end; start += STEP_MS) {
    const stop = Math.min(start + STEP_MS, end);
    const [before, after] = [offsetAt(timeZone, start), offsetAt(timeZone, stop)];
    if (before === after) continue;
    const instant = firstInstant(start, stop, (time) => offsetAt(timeZone, time) === after);
    const [from, until] = [Math.min(before, after), Math.max(before, after)].map((offset) =>
      new Date(instant + offset).toISOString(),
    );
    const kind = after > before ? "skipped" : "repeated";
    changes.push({ kind, day: (from ?? "").slice(0, 10), from: (from ?? "").slice(11, 16), until: (until ?? "").slice(11, 16) });
  }
  return changes;
}

/** Whether a local time of day, `HH:mm`, is within a clock change. */
export function fallsInto({ from, until }: ClockChange, time: string): boolean {
  return from < until ? from <= time && time < until : time >= from || time < until;
}

/** The first minute from which on the condition holds, given that it holds at the end and not at the start. */
function firstInstant(start: number, end: number, holds: (time: number) => boolean): number {
  let [low, high] = [start, end];
  while (high - low > MINUTE_MS) {
    const middle = low + Math.floor((high - low) / 2 / MINUTE_MS) * MINUTE_MS;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
