import type { MonthlyRetention, PolicyProperties } from "./policy-model";
import { WEEKDAYS, weekdayOf } from "./weekdays";

const DAY = 86_400_000;
const WEEKS = ["First", "Second", "Third", "Fourth"];
const MONTHS = [
  ...["January", "February", "March", "April", "May", "June"],
  ...["July", "August", "September", "October", "November", "December"],
];

/** A scheduled backup, for the retention it has. */
export interface RetainedRun {
  readonly day: string;
  readonly isFirst: boolean;
}

/** Until when a policy keeps the recovery point of a scheduled backup: the longest of all retentions that its day is for. */
export function policyExpiry({ retentionPolicy }: PolicyProperties, run: RetainedRun, time: number): number {
  const { dailySchedule: daily, weeklySchedule: weekly, monthlySchedule: monthly, yearlySchedule: yearly } = retentionPolicy;
  const expiries = [time];
  if (daily) expiries.push(time + daily.retentionDuration.count * DAY);
  if (!run.isFirst) return Math.max(...expiries);
  if (weekly?.daysOfTheWeek?.some((day) => day === weekdayOf(run.day))) {
    expiries.push(time + weekly.retentionDuration.count * 7 * DAY);
  }
  if (monthly && isChosen(monthly, run.day)) expiries.push(addMonths(time, monthly.retentionDuration.count));
  if (yearly && isChosen(yearly, run.day) && yearly.monthsOfYear?.some((month) => MONTHS.indexOf(month) === monthOf(run.day))) {
    expiries.push(addMonths(time, yearly.retentionDuration.count * 12));
  }
  return Math.max(...expiries);
}

type Format = Omit<MonthlyRetention, "retentionDuration">;

function isChosen(
  { retentionScheduleFormatType, retentionScheduleDaily, retentionScheduleWeekly }: Format,
  day: string,
): boolean {
  const date = Number(day.slice(8));
  const daysLeft = lastDate(day) - date;
  if (retentionScheduleFormatType === "Daily") {
    const days = retentionScheduleDaily?.daysOfTheMonth ?? [];
    return days.some((chosen) => (chosen.isLast ? daysLeft === 0 : chosen.date === date));
  }
  const { daysOfTheWeek, weeksOfTheMonth } = retentionScheduleWeekly ?? {};
  const isDay = daysOfTheWeek?.some((weekday) => WEEKDAYS.indexOf(weekday) === WEEKDAYS.indexOf(weekdayOf(day)));
  const isWeek = weeksOfTheMonth?.some((week) =>
    week === "Last" ? daysLeft < 7 : WEEKS.indexOf(week) === Math.ceil(date / 7) - 1,
  );
  return Boolean(isDay && isWeek);
}

function monthOf(day: string): number {
  return Number(day.slice(5, 7)) - 1;
}

function lastDate(day: string): number {
  return new Date(Date.UTC(Number(day.slice(0, 4)), monthOf(day) + 1, 0)).getUTCDate();
}

/** The same day that many months later, or the last of that month where it has no such day. */
function addMonths(time: number, months: number): number {
  const date = new Date(time);
  const day = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  date.setUTCDate(Math.min(day, new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()));
  return date.getTime();
}
