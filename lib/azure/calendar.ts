/** Names and arithmetic of the calendar. A day is ISO text, `2027-01-31`; every function is pure. */

/** A day of the week. */
export enum Weekday {
  MONDAY = "Monday",
  TUESDAY = "Tuesday",
  WEDNESDAY = "Wednesday",
  THURSDAY = "Thursday",
  FRIDAY = "Friday",
  SATURDAY = "Saturday",
  SUNDAY = "Sunday",
}

/** Which of the weekdays of a month: `FIRST` with `SUNDAY` is its first Sunday. */
export enum WeekOfMonth {
  FIRST = "First",
  SECOND = "Second",
  THIRD = "Third",
  FOURTH = "Fourth",
  LAST = "Last",
}

/** A month of the year. */
export enum Month {
  JANUARY = "January",
  FEBRUARY = "February",
  MARCH = "March",
  APRIL = "April",
  MAY = "May",
  JUNE = "June",
  JULY = "July",
  AUGUST = "August",
  SEPTEMBER = "September",
  OCTOBER = "October",
  NOVEMBER = "November",
  DECEMBER = "December",
}

const WEEKDAYS = Object.values(Weekday);
const WEEKS = Object.values(WeekOfMonth).filter((week) => week !== WeekOfMonth.LAST);
const MONTHS = Object.values(Month);

/** The weekday of a day; undefined if the text is not a day. */
export function weekdayOf(day: string): Weekday | undefined {
  return WEEKDAYS[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7];
}

/** The month of a day; undefined if the text is not a day. */
export function monthOf(day: string): Month | undefined {
  return MONTHS[monthNumber(day) - 1];
}

export function dayOfMonth(day: string): number {
  return Number(day.slice(8));
}

export function isLastOfMonth(day: string): boolean {
  return daysLeft(day) === 0;
}

/** Which of its weekday in the month a day is; the last may also be the fourth. */
export function weeksOfMonth(day: string): WeekOfMonth[] {
  const week = WEEKS[Math.ceil(dayOfMonth(day) / 7) - 1];
  return [...(week ? [week] : []), ...(daysLeft(day) < 7 ? [WeekOfMonth.LAST] : [])];
}

/** The same day that many months later, or the last day of that month if it has no such day. */
export function addMonths(day: string, months: number): string {
  const index = Number(day.slice(0, 4)) * 12 + monthNumber(day) - 1 + months;
  const [year, month] = [Math.floor(index / 12), (index % 12) + 1];
  const date = Math.min(dayOfMonth(day), daysInMonth(year, month));
  return [year, month, date].map((part, at) => String(part).padStart(at === 0 ? 4 : 2, "0")).join("-");
}

function monthNumber(day: string): number {
  return Number(day.slice(5, 7));
}

function daysLeft(day: string): number {
  return daysInMonth(Number(day.slice(0, 4)), monthNumber(day)) - dayOfMonth(day);
}

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
