import { addMonths, dayOfMonth, isLastOfMonth, monthOf, weekdayOf, weeksOfMonth } from "../../../azure/calendar";
import { DAY_MS } from "../../../azure/durations";
import { utcDayOf } from "../../../azure/utc-day";
import type { MonthlyRetention, PolicyProperties } from "./policy-model";

/** A scheduled backup, for the retention it has. */
export interface RetainedRun {
  readonly day: string;
  readonly isFirst: boolean;
}

/** Until when a policy keeps the recovery point of a scheduled backup: the longest of all retentions that its day is for. */
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

/** The same time of the same day that many months later, or of the last day of that month if it has no such day. */
function monthsAfter(time: number, months: number): number {
  const day = utcDayOf(new Date(time));
  const midnight = Date.parse(`${day}T00:00:00Z`);
  return Date.parse(`${addMonths(day, months)}T00:00:00Z`) + time - midnight;
}
