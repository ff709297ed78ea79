import { addMonths, dayOfMonth, isLastOfMonth, monthOf, weekdayOf, weeksOfMonth } from "../../../azure/calendar";
import { DAY_MS } from "../../../azure/durations";
import type { MonthlyRetention, PolicyProperties } from "./policy-model";

/** A run of a schedule, as its retention needs it. */
export interface RetainedRun {
  readonly day: string;
  /** Undefined in state files of older versions. */
  readonly isLast?: boolean;
}

/** The days for which snapshots are kept if the policy does not say. */
export const DEFAULT_SNAPSHOT_DAYS = 2;

/**
 * Returns when the recovery point of a scheduled backup expires: the longest of all retentions that apply to its day, or with its snapshot
 * if Azure does not transfer it to the vault. Days have 24 hours; months are those of the policy's calendar.
 */
export function policyExpiry(policy: PolicyProperties, run: RetainedRun, time: number): number {
  const {
    dailySchedule: daily,
    weeklySchedule: weekly,
    monthlySchedule: monthly,
    yearlySchedule: yearly,
  } = policy.retentionPolicy;
  if (run.isLast === false) return time + (policy.instantRpRetentionRangeInDays ?? DEFAULT_SNAPSHOT_DAYS) * DAY_MS;
  const expiries = [time];
  if (daily) expiries.push(time + daily.retentionDuration.count * DAY_MS);
  if (weekly && includes(weekly.daysOfTheWeek, weekdayOf(run.day))) {
    expiries.push(time + weekly.retentionDuration.count * 7 * DAY_MS);
  }
  const monthsLater = (months: number): number => time + Date.parse(addMonths(run.day, months)) - Date.parse(run.day);
  if (monthly && isChosen(monthly, run.day)) expiries.push(monthsLater(monthly.retentionDuration.count));
  if (yearly && isChosen(yearly, run.day) && includes(yearly.monthsOfYear, monthOf(run.day))) {
    expiries.push(monthsLater(yearly.retentionDuration.count * 12));
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
