import { addMonths, dayOfMonth, isLastOfMonth, monthOf, weekdayOf, weeksOfMonth } from "../../../azure/calendar";
import { DAY_MS } from "../../../azure/durations";
import { utcDayOf } from "../../../azure/utc-day";
import type { MonthlyRetention, PolicyProperties } from "./policy-model";

/** A run of a schedule, as its retention needs it. */
export interface RetainedRun {
  readonly day: string;
  readonly isFirst: boolean;
}

/** Returns when the recovery point of a scheduled backup expires: the longest of all retentions that apply to its day. */
export function policyExpiry({ retentionPolicy }: PolicyProperties, run: RetainedRun, time: number): number {
  const { dailySchedule: daily, weeklySchedule: weekly, monthlySchedule: monthly, yearlySchedule: yearly } = retentionPolicy;
  const expiries = [time];
  if (daily) expiries.push(time + daily.retentionDuration.count * DAY_MS);
  if (!run.isFirst) return Math.max(...expiries);
  if (weekly && includes(weekly.daysOfTheWeek, weekdayOf(run.day))) {
    expiries.push(time + weekly.retentionDuration.count * 7 * DAY_MS);
  }
  if (monthly && isChosen(monthly, run.day)) expiries.push(monthsAfter(time, monthly.retentionDuration.count));
  if (yearly && isChosen(yearly, run.day) && includes(yearly.monthsOfYear, monthOf(run.day))) {
    expiries.push(monthsAfter(time, yearly.retentionDuration.count * 12));
  }
  return Math.max(...expiries);
}

type Format = Omit<MonthlyRetention, "retentionDuration">;

function isChosen(
  { retentionScheduleFormatType, retentionScheduleDaily, retentionScheduleWeekly }: Format,
  day: string,
): boolean {
  if (retentionScheduleFormatType === "Daily") {
    const days = retentionScheduleDaily?.daysOfTheMonth ?? [];
    return days.some((chosen) => (chosen.isLast ? isLastOfMonth(day) : chosen.date === dayOfMonth(day)));
  }
  const { daysOfTheWeek, weeksOfTheMonth } = retentionScheduleWeekly ?? {};
  return includes(daysOfTheWeek, weekdayOf(day)) && weeksOfMonth(day).some((week) => includes(weeksOfTheMonth, week));
}

function includes(names: readonly string[] | null | undefined, name: string | undefined): boolean {
  return name !== undefined && names?.includes(name) === true;
}

/** Returns the same time and day of the month, a number of months later. If that month has no such day, it is the last day. */
function monthsAfter(time: number, months: number): number {
  const day = utcDayOf(new Date(time));
  const midnight = Date.parse(`${day}T00:00:00Z`);
  return Date.parse(`${addMonths(day, months)}T00:00:00Z`) + time - midnight;
}
