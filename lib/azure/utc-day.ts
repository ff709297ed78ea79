import { DAY_MS } from "./durations";

/**
 * Days of the UTC calendar as ISO text, `2027-01-31`: what a retention date is before it becomes an instant. Every function
 * is pure; whoever needs today passes the instant in.
 */

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Whether the text is an ISO date that the calendar has: `2027-02-30` is not. */
export function isUtcDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const instant = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && utcDayOf(instant) === text;
}

/** The UTC day on which an instant lies. */
export function utcDayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

/** The day that many days after another. */
export function addDays(day: string, days: number): string {
  return utcDayOf(new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS));
}

/** The last second of a day: what is sent to Azure for "kept until that day". */
export function endOfUtcDay(day: string): string {
  return `${day}T23:59:59Z`;
}
