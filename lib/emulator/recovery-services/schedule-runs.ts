import { ianaTimeZone } from "../../azure/time-zone";
import { addDays, utcDayOf } from "../../azure/utc-day";
import type { PolicyProperties } from "./policy-model";
import { runDays, runTimes } from "./policy-schedule";
import { WEEKDAYS, weekdayOf } from "./weekdays";

const HOUR = 3_600_000;

/** A time at which a policy starts the backups of its items. */
export interface ScheduledRun {
  readonly time: number;
  /** The calendar day, in the policy's time zone, that it counts for: `2026-11-22`. */
  readonly day: string;
  /** Whether it is the first of its day: weekly, monthly and yearly retention are for that one. */
  readonly isFirst: boolean;
}

/**
 * The runs of a policy after one moment and up to another, oldest first. They are on time, to the second: Azure's own may be up to
 * two hours late. Of an hourly schedule, a window of 12 hours holds three runs, 4 hours apart: whether Azure adds a fourth at its
 * very end is not known.
 */
export function runsOf(policy: PolicyProperties, after: number, upTo: number): ScheduledRun[] {
  const { schedulePolicy: schedule } = policy;
  const [time] = runTimes(schedule);
  if (time === undefined) return [];
  const offsets = hoursOf(policy);
  const weekdays = schedule.scheduleRunFrequency === "Weekly" ? runDays(schedule) : WEEKDAYS;
  const clockTime = time.slice(-9, -1);
  const zone = policy.timeZone && policy.timeZone !== "UTC" ? ianaTimeZone(policy.timeZone) : undefined;
  const runs: ScheduledRun[] = [];
  // A day of any time zone begins at most a day before or after that of UTC, and an hourly window ends a day after it began.
  const last = addDays(utcDayOf(new Date(upTo)), 1);
  for (let day = addDays(utcDayOf(new Date(after)), -2); day <= last; day = addDays(day, 1)) {
    if (!weekdays.includes(weekdayOf(day))) continue;
    const start = instantOf(day, clockTime, zone);
    for (const [index, hours] of offsets.entries()) {
      const run = start + hours * HOUR;
      if (run > after && run <= upTo) runs.push({ time: run, day, isFirst: index === 0 });
    }
  }
  return runs;
}

/** The first run of a policy after a moment; schedules have one a week at least. */
export function nextScheduledRun(policy: PolicyProperties, after: number): number {
  return runsOf(policy, after, after + 9 * 24 * HOUR)[0]?.time ?? Infinity;
}

/** Hours from the first run of a day to each of them. */
function hoursOf({ schedulePolicy: schedule }: PolicyProperties): number[] {
  const hourly = schedule.schedulePolicyType === "SimpleSchedulePolicyV2" ? schedule.hourlySchedule : undefined;
  if (schedule.scheduleRunFrequency !== "Hourly" || !hourly) return [0];
  const { interval, scheduleWindowDuration: duration } = hourly;
  return Array.from({ length: Math.max(1, Math.ceil(duration / interval)) }, (_, index) => index * interval);
}

/** When a day's clock shows a time in a zone; where the clocks skip it, an hour or so later. */
function instantOf(day: string, time: string, zone: string | undefined): number {
  const asUtc = Date.parse(`${day}T${time}Z`);
  if (zone === undefined) return asUtc;
  const guess = asUtc - offsetAt(asUtc, zone);
  return asUtc - offsetAt(guess, zone);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far a zone's clocks are ahead of UTC at an instant, in milliseconds. */
function offsetAt(instant: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
    formats.set(timeZone, format);
  }
  return Date.parse(`${format.format(instant).replace(" ", "T")}Z`) - Math.floor(instant / 1000) * 1000;
}
