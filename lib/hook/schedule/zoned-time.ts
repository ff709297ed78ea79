import { findIana } from "windows-iana";

const DAY_MS = 86_400_000;

/** The IANA name of a time zone that Azure gives by its Windows name; a name that is IANA's already stays as it is. */
export function ianaTimeZone(name: string): string | undefined {
  const found = [findIana(name)[0], name].find((candidate) => candidate !== undefined && isTimeZone(candidate));
  return found;
}

/** A day of a calendar. */
export interface CalendarDay {
  readonly year: number;
  /** From 1. */
  readonly month: number;
  readonly day: number;
}

/** The day that it is in a time zone. */
export function dayIn(zone: string, instant: Date): CalendarDay {
  const local = new Date(instant.getTime() + offsetOf(zone, instant));
  return { year: local.getUTCFullYear(), month: local.getUTCMonth() + 1, day: local.getUTCDate() };
}

/** The day that many days after another. */
export function daysAfter({ year, month, day }: CalendarDay, days: number): CalendarDay {
  const then = new Date(Date.UTC(year, month - 1, day) + days * DAY_MS);
  return { year: then.getUTCFullYear(), month: then.getUTCMonth() + 1, day: then.getUTCDate() };
}

/** The day of the week, in English. */
export function weekdayOf({ year, month, day }: CalendarDay): string {
  return new Intl.DateTimeFormat("en-US", { weekday: "long", timeZone: "UTC" }).format(Date.UTC(year, month - 1, day));
}

/** The instant of a wall-clock time in a time zone; one that summer time leaves out is the moment the clocks go on. */
export function instantIn(zone: string, { year, month, day }: CalendarDay, minutes: number): Date {
  const wall = Date.UTC(year, month - 1, day) + minutes * 60_000;
  const first = wall - offsetOf(zone, new Date(wall));
  return new Date(wall - offsetOf(zone, new Date(first)));
}

/** How far ahead of UTC a time zone is at an instant, in milliseconds. */
function offsetOf(zone: string, instant: Date): number {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant.getTime() / 1_000) * 1_000;
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
