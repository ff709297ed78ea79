import { isUtcDay } from "../azure/utc-day";

/** Azure Backup writes 2001-01-01 for a backup that has not happened yet, so that earlier times would look like "never". */
const EARLIEST = Date.parse("2001-01-02T00:00:00Z");

/** One year before the end of four-digit years: later times have another format. */
const LATEST = Date.parse("9999-01-01T00:00:00Z");

const FORM = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** Describes what {@link parseInstant} accepts. */
export const INSTANT_FORM = "an ISO 8601 time with Z or an offset, such as 2027-01-15T09:00:00Z";

/**
 * Returns an ISO 8601 time in milliseconds since 1970; undefined if the text is not valid. Z or an offset is required, because a
 * local time would be another instant on another machine.
 */
export function parseInstant(text: string): number | undefined {
  const [, day = ""] = FORM.exec(text) ?? [];
  return isUtcDay(day) ? Date.parse(text) : undefined;
}

/** Whether the emulator's clock can show an instant: from 2001-01-02 to the end of the year 9998. */
export function isWithinClock(instant: number): boolean {
  return instant >= EARLIEST && instant < LATEST;
}
