import { DAY_MS } from "./durations";

/**
 * Days of the UTC calendar as ISO text, such as `2027-01-31`. No function reads the clock: the caller passes the instant.
 */

/** Whether the text is an ISO date that exists: `2027-02-30` does not. */
export function isUtcDay(text: string): boolean {
  const instant = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && utcDayOf(instant) === text;
}

/** The UTC day of an instant. */
export function utcDayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

/** The day that is `days` days after `day`. */
export function addDays(day: string, days: number): string {
  return utcDayOf(new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS));
}

/** The last second of a day, as Azure expects it for the retention of an on-demand backup. */
export function endOfUtcDay(day: string): string {
  return `${day}T23:59:59Z`;
}
