import { weekdayOf } from "./calendar";
import { isSameName } from "./case-fold";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "./durations";
import { addDays, utcDayOf } from "./utc-day";
import { instantOf } from "./zoned-time";

/** When a backup policy starts backups, in the local time of its time zone. */
export type Schedule =
  /** Every day at these times, `HH:mm`. */
  | { readonly kind: "daily"; readonly times: readonly string[] }
  /** On these weekdays (English names) at these times. */
  | { readonly kind: "weekly"; readonly days: readonly string[]; readonly times: readonly string[] }
  /** Every day from the time `from`, every `everyHours` hours, for `forHours` hours. */
  | { readonly kind: "hourly"; readonly from: string; readonly everyHours: number; readonly forHours: number };

/** A time at which a policy starts the backups of its items. Azure may start up to two hours later. */
export interface ScheduledRun {
  /** In milliseconds since 1970. */
  readonly time: number;
  /** The local day of the run, such as `2026-11-22`. For an hourly window, the day on which the window begins. */
  readonly day: string;
  /** Whether this is the last run of its day: Azure transfers only its backup to the vault, where the retention of the policy keeps it. */
  readonly isLast: boolean;
}

/**
 * The runs of a schedule after `after`, up to and including `upTo`, oldest first.
 * @param timeZone an IANA name
 */
export function runsOf(schedule: Schedule, timeZone: string, after: number, upTo: number): ScheduledRun[] {
  const times = timesOf(schedule);
  const runs: ScheduledRun[] = [];
  // A local day begins at most one day before or after the UTC day, and an hourly window ends at most one day after it begins.
  const last = addDays(utcDayOf(new Date(upTo)), 1);
  for (let day = addDays(utcDayOf(new Date(after)), -2); day <= last; day = addDays(day, 1)) {
    if (!isRunDay(schedule, day)) continue;
    const ofDay = times.flatMap((time) => windowRuns(schedule).map((later) => instantOf(timeZone, day, time) + later));
    for (const [index, time] of ofDay.entries()) {
      if (time > after && time <= upTo) runs.push({ time, day, isLast: index === ofDay.length - 1 });
    }
  }
  return runs;
}

/** The first run of a schedule after an instant; undefined if there is none within nine days. */
export function nextRun(schedule: Schedule, timeZone: string, after: number): ScheduledRun | undefined {
  return runsOf(schedule, timeZone, after, after + 9 * DAY_MS)[0];
}

/** The local times of the runs of a day, in minutes after midnight, the first one first. An hourly window may end on the next day. */
export function runMinutes(schedule: Schedule): number[] {
  return timesOf(schedule).flatMap((time) => windowRuns(schedule).map((later) => time + later / MINUTE_MS));
}

/** The times of a schedule in minutes after midnight, sorted. */
function timesOf(schedule: Schedule): number[] {
  const times = schedule.kind === "hourly" ? [schedule.from] : schedule.times;
  const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
  return times.map(minutesOf).sort((one, other) => one - other);
}

/** Whether a schedule has runs that belong to a local day. */
export function isRunDay(schedule: Schedule, day: string): boolean {
  return schedule.kind !== "weekly" || schedule.days.some((name) => isSameName(name, weekdayOf(day) ?? ""));
}

/**
 * Milliseconds from the start of an hourly window to each of its runs. No run is at the end of the window: Microsoft counts 6
 * snapshots a day for a window of 24 hours with a run every 4 hours.
 * @see https://learn.microsoft.com/azure/backup/backup-azure-vms-enhanced-policy
 */
function windowRuns(schedule: Schedule): number[] {
  if (schedule.kind !== "hourly") return [0];
  const { everyHours, forHours } = schedule;
  return Array.from({ length: Math.max(1, Math.ceil(forHours / everyHours)) }, (_, index) => index * everyHours * HOUR_MS);
}
