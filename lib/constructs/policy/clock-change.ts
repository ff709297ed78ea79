import { clockChanges, fallsInto } from "../../azure/clock-changes";
import { ianaTimeZone } from "../../azure/time-zone";
import { isLiteral } from "../private/problems";
import type { BackupSchedule } from "./backup-schedule";

/**
 * The year whose clock changes stand for those of every year, whenever the stack is synthesized: far enough ahead that the time zone
 * database knows it by the rules that are in force, and one rule for all, so that today's date never decides about a warning.
 */
const YEAR = 2030;

/** A time of day that clocks skip or repeat in the schedule's time zone. */
export function clockChangeWarnings({ _time: time, _timeZone: zone }: BackupSchedule): string[] {
  const iana = zone && isLiteral(zone.windowsName) ? ianaTimeZone(zone.windowsName) : undefined;
  if (!zone || iana === undefined || !isLiteral(time)) return [];
  const hit = clockChanges(iana, YEAR).filter((change) => fallsInto(change, time));
  if (hit.length === 0) return [];
  const kinds = [...new Set(hit.map(({ kind }) => (kind === "skipped" ? "never comes" : "comes twice")))];
  const spans = hit.map(({ from, until }) => `from ${from} to ${until}`);
  return [
    `schedule: ${time} ${kinds.join(" or ")} on days on which clocks are changed ${[...new Set(spans)].join(" and ")} in ` +
      `'${zone.windowsName}'; choose another time of day, or TimeZone.UTC`,
  ];
}
