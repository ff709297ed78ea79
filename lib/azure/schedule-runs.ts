import { weekdayOf } from "./calendar";
import { isSameName } from "./case-fold";
import { DAY_MS, HOUR_MS } from "./durations";
import { addDays, utcDayOf } from "./utc-day";
import { instantOf } from "./zoned-time";

/** When a backup policy starts backups, in the local time of its time zone. */
export type Schedule =
  /** At these times of every day, `HH:mm`. */
  | { readonly kind: "daily"; readonly times: readonly string[] }
  /** At these times of these weekdays, in English. */
  | { readonly kind: "weekly"; readonly days: readonly string[]; readonly times: readonly string[] }
  /** From a time of each day on, every so many hours for that many hours. */
  | { readonly kind: "hourly"; readonly from: string; readonly everyHours: number; readonly forHours: number };

/** A time at which a policy starts the backups of its items. Azure itself may be up to two hours later. */
export interface ScheduledRun {
  /** In milliseconds since 1970. */
  readonly time: number;
  /** The local day that it counts for, such as `2026-11-22`: of an hourly window, the day on which the window begins. */
  readonly day: string;
  /** Whether it is the first of its day: weekly, monthly and yearly retention are for that one. */
  readonly isFirst: boolean;
}

/**
 * The runs of a schedule after one instant and up to another, oldest first.
 * @param timeZone an IANA name
 */
export function runsOf(schedule: Schedule, timeZone: string, after: number, upTo: number): ScheduledRun[] {
  const times = timesOf(schedule);
  const runs: ScheduledRun[] = [];
  // A local day begins at most a day before or after that of UTC, and an hourly window ends a day after it began.
  const last = addDays(utcDayOf(new Date(upTo)), 1);
  for (let day = addDays(utcDayOf(new Date(after)), -2); day <= last; day = addDays(day, 1)) {
    if (!isRunDay(schedule, day)) continue;
    const ofDay = times.flatMap((time) => windowRuns(schedule).map((later) => instantOf(timeZone, day, time) + later));
    for (const [index, time] of ofDay.entries()) if (time > after && time <= upTo) runs.push({ time, day, isFirst: index === 0 });
  }
  return runs;
}

/** The first run of a schedule after an instant; undefined if it has none in the nine days that follow. */
export function nextRun(schedule: Schedule, timeZone: string, after: number): ScheduledRun | undefined {
  return runsOf(schedule, timeZone, after, after + 9 * DAY_MS)[0];
}

/** Minutes after midnight, in their order. */
function timesOf(schedule: Schedule): number[] {
  const times = schedule.kind === "hourly" ? [schedule.from] : schedule.times;
  const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
  return times.map(minutesOf).sort((one, other) => one - other);
}

function isRunDay(schedule: Schedule, day: string): boolean {
  return schedule.kind !== "weekly" || schedule.days.some((name) => isSameName(name, weekdayOf(day) ?? ""));
}

/**
 * Milliseconds from the start of an hourly window to each of its runs. The end of the window is not one of them: Microsoft counts 6
 * snapshots a day for every 4 hours in 24.
 * @see https://learn.microsoft.com/azure/backup/backup-azure-vms-enhanced-policy
 */
function windowRuns(schedule: Schedule): number[] {
  if (schedule.kind !== "hourly") return [0];
  const { everyHours, forHours } = schedule;
  return Array.from({ length: Math.max(1, Math.ceil(forHours / everyHours)) }, (_, index) => index * everyHours * HOUR_MS);
}
