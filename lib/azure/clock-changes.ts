import { DAY_MS, MINUTE_MS } from "./durations";
import { offsetAt } from "./zoned-time";

/** A period of local time that one clock change skips or repeats. */
export interface ClockChange {
  readonly kind: "skipped" | "repeated";
  /** The local day, `YYYY-MM-DD`. */
  readonly day: string;
  /** The first local time of day, `HH:mm`. */
  readonly from: string;
  /** The end of the period, exclusive, `HH:mm`. It is on the next day if it is not later than `from`. */
  readonly until: string;
}

/** The search step. No zone changes its clocks twice within 7 days. */
const STEP_MS = 7 * DAY_MS;

/**
 * The clock changes of a time zone in one year, from the time zone database of the runtime.
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
    ) as [string, string];
    const kind = after > before ? "skipped" : "repeated";
    changes.push({ kind, day: from.slice(0, 10), from: from.slice(11, 16), until: until.slice(11, 16) });
  }
  return changes;
}

/** Whether a clock change skips or repeats a local time of day, `HH:mm`. */
export function isInClockChange({ from, until }: ClockChange, time: string): boolean {
  return from < until ? from <= time && time < until : time >= from || time < until;
}

/** The first minute at which the condition holds. It must hold at the end, and not at the start. */
function firstInstant(start: number, end: number, holds: (time: number) => boolean): number {
  let [low, high] = [start, end];
  while (high - low > MINUTE_MS) {
    const middle = low + Math.floor((high - low) / 2 / MINUTE_MS) * MINUTE_MS;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}
