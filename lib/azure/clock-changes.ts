/** Clock changes of a time zone, from the runtime's own time zone database. */

/** A stretch of local time that one change of the clocks skips, or makes happen twice. */
export interface ClockChange {
  readonly kind: "skipped" | "repeated";
  /** The local day, `YYYY-MM-DD`. */
  readonly day: string;
  /** The first local time of day, `HH:mm`. */
  readonly from: string;
  /** The local time of day after the last one, `HH:mm`, on the same day or, where it is not later than `from`, the next. */
  readonly until: string;
}

const MINUTE = 60_000;
/** No zone changes its clocks twice within so few days. */
const STEP = 7 * 24 * 60 * MINUTE;

/**
 * The clock changes of one year.
 * @param timeZone an IANA name
 */
export function clockChanges(timeZone: string, year: number): ClockChange[] {
  const offsetAt = offsets(timeZone);
  const end = Date.UTC(year + 1, 0);
  const changes: ClockChange[] = [];
  for (let start = Date.UTC(year, 0); start < end; start += STEP) {
    const stop = Math.min(start + STEP, end);
    const [before, after] = [offsetAt(start), offsetAt(stop)];
    if (before === after) continue;
    const instant = firstInstant(start, stop, (time) => offsetAt(time) === after);
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

/** The first minute from which on the condition holds, where it holds at the end and not at the start. */
function firstInstant(start: number, end: number, holds: (time: number) => boolean): number {
  let [low, high] = [start, end];
  while (high - low > MINUTE) {
    const middle = low + Math.floor((high - low) / 2 / MINUTE) * MINUTE;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** How far local time is ahead of UTC at an instant, in milliseconds. */
function offsets(timeZone: string): (time: number) => number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  return (time) => {
    const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second")) - time;
  };
}
