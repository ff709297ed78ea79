import { clockChanges, isInClockChange } from "../../azure/clock-changes";
import { ianaTimeZone } from "../../azure/time-zone";
import { isLiteral } from "../private/problems";
import type { BackupSchedule } from "./backup-schedule";

/** A fixed year for the clock changes, so that the warnings do not depend on the date of the synth. */
const YEAR = 2030;

/** Warnings for the times of a schedule that a clock change of its time zone skips or repeats. */
export function clockChangeWarnings(schedule: BackupSchedule): string[] {
  if (!schedule._timeZone) return [];
  const { windowsName } = schedule._timeZone;
  // No clock changes are known of an unknown zone.
  const changes = clockChanges(ianaTimeZone(windowsName) ?? "UTC", YEAR);
  return timesOf(schedule).flatMap((time) => {
    const hit = changes.filter((change) => isInClockChange(change, time));
    // The changes of a zone that affect one time have one period.
    const [first] = hit;
    if (first === undefined) return [];
    const kinds = [...new Set(hit.map(({ kind }) => kind))].join(" or ");
    return [
      `schedule: ${time} is ${kinds} on days with a clock change from ${first.from} to ${first.until} in '${windowsName}'; ` +
        `choose another time of day, or TimeZone.UTC`,
    ];
  });
}

/** The times of day at which a schedule starts backups, if they are known at synth. */
function timesOf({ _time: time, _window: window }: BackupSchedule): string[] {
  if (!isLiteral(time)) return [];
  if (!window || !isLiteral(window.intervalHours) || !isLiteral(window.durationHours)) return [time];
  const count = Math.max(1, Math.ceil(window.durationHours / window.intervalHours));
  const hour = Number(time.slice(0, 2));
  return Array.from({ length: count }, (_, index) => {
    return `${String((hour + index * window.intervalHours) % 24).padStart(2, "0")}${time.slice(2)}`;
  });
}
