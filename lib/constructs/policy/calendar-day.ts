import { Month, Weekday, WeekOfMonth } from "./calendar";

/** Days of the calendar, `YYYY-MM-DD`, as the retentions of a policy see them. */

const WEEKDAYS = Object.values(Weekday);
const WEEKS = Object.values(WeekOfMonth).filter((week) => week !== WeekOfMonth.LAST);
const MONTHS = Object.values(Month);

export function weekdayOf(day: string): Weekday | undefined {
  return WEEKDAYS[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7];
}

export function monthOf(day: string): Month | undefined {
  return MONTHS[Number(day.slice(5, 7)) - 1];
}

export function dayOfMonth(day: string): number {
  return Number(day.slice(8));
}

export function isLastOfMonth(day: string): boolean {
  return dayOfMonth(day) === daysInMonth(Number(day.slice(0, 4)), Number(day.slice(5, 7)));
}

/** Which of its weekday in the month a day is; the last may also be the fourth. */
export function weeksOf(day: string): WeekOfMonth[] {
  const week = WEEKS[Math.ceil(dayOfMonth(day) / 7) - 1];
  const left = daysInMonth(Number(day.slice(0, 4)), Number(day.slice(5, 7))) - dayOfMonth(day);
  return [...(week ? [week] : []), ...(left < 7 ? [WeekOfMonth.LAST] : [])];
}

/** The same day that many months later, or the last of that month where it has no such day. */
export function addMonths(day: string, months: number): string {
  const index = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months;
  const [year, month] = [Math.floor(index / 12), (index % 12) + 1];
  const date = Math.min(dayOfMonth(day), daysInMonth(year, month));
  return [year, month, date].map((part, at) => String(part).padStart(at === 0 ? 4 : 2, "0")).join("-");
}

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
