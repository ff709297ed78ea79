import { tzOffset } from "@date-fns/tz/tzOffset";
import { DAY_MS, MINUTE_MS } from "./durations";
import { utcDayOf } from "./utc-day";

/**
 * Local times of a time zone, given its IANA name, from the time zone database of the runtime. Instants are milliseconds since 1970.
 */

/** How far local time is ahead of UTC at an instant, in milliseconds. */
export function offsetAt(timeZone: string, instant: number): number {
  return tzOffset(timeZone, new Date(instant)) * MINUTE_MS;
}

/** The local day of an instant, such as `2027-01-31`. */
export function localDayOf(timeZone: string, instant: number): string {
  return utcDayOf(new Date(instant + offsetAt(timeZone, instant)));
}

/**
 * The instant of a local time. A repeated time returns the earlier instant. A skipped time moves forward by the length of the gap.
 * @param time minutes after midnight; 1,440 and more are on the following day
 */
export function instantOf(timeZone: string, day: string, time: number): number {
  const asUtc = Date.parse(`${day}T00:00:00Z`) + time * MINUTE_MS;
  const [before, after] = [offsetAt(timeZone, asUtc - DAY_MS), offsetAt(timeZone, asUtc + DAY_MS)];
  const early = asUtc - before;
  const late = asUtc - after;
  return offsetAt(timeZone, early) !== before && offsetAt(timeZone, late) === after ? late : early;
}
