import { clockChanges, isInClockChange } from "../../azure/clock-changes";
import { ianaTimeZone } from "../../azure/time-zone";
import { isLiteral } from "../private/problems";
import type { BackupSchedule } from "./backup-schedule";

/**
 * The year whose clock changes stand for those of every year, whenever the stack is synthesized: far enough ahead that the time zone
 * database knows it by the rules that are in force, and one rule for all, so that today's date never decides about a warning.
 */
const YEAR = 2030;

/** Times of day at which a schedule starts backups, and that clocks skip or repeat in its time zone. */
export function clockChangeWarnings(schedule: BackupSchedule): string[] {
  const { _timeZone: zone } = schedule;
  const iana = zone && isLiteral(zone.windowsName) ? ianaTimeZone(zone.windowsName) : undefined;
  if (!zone || iana === undefined) return [];
  const changes = clockChanges(iana, YEAR);
  return timesOf(schedule).flatMap((time) => {
    const hit = changes.filter((change) => isInClockChange(change, time));
    if (hit.length === 0) return [];
    const kinds = [...new Set(hit.map(({ kind }) => (kind === "skipped" ? "never comes" : "comes twice")))];
    const spans = hit.map(({ from, until }) => `from ${from} to ${until}`);
    return [
      `schedule: ${time} ${kinds.join(" or ")} on days on which clocks are changed ${[...new Set(spans)].join(" and ")} in ` +
        `'${zone.windowsName}'; choose another time of day, or TimeZone.UTC`,
    ];
  });
}

/** The times of day, as far as they are known, at which a schedule starts backups. */
function timesOf({ _time: time, _window: window }: BackupSchedule): string[] {
  if (!isLiteral(time)) return [];
  if (!window || !isLiteral(window.intervalHours) || !isLiteral(window.durationHours)) return [time];
  const count = Math.max(1, Math.ceil(window.durationHours / window.intervalHours));
  const hour = Number(time.slice(0, 2));
  return Array.from({ length: count }, (_, index) => {
    return `${String((hour + index * window.intervalHours) % 24).padStart(2, "0")}${time.slice(2)}`;
  });
}
