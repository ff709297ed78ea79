/** Calendar names and arithmetic. A day is ISO text, such as `2027-01-31`. */

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

/** The position of a weekday in its month: `FIRST` with `SUNDAY` is the first Sunday of the month. */
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

/** The positions of a day's weekday in its month; the fourth may also be the last. */
export function weeksOfMonth(day: string): WeekOfMonth[] {
  const week = WEEKS[Math.ceil(dayOfMonth(day) / 7) - 1];
  return [...(week ? [week] : []), ...(daysLeft(day) < 7 ? [WeekOfMonth.LAST] : [])];
}

/** The same day of the month, so many months later; the last day of that month if it is shorter. */
export function addMonths(day: string, months: number): string {
  const index = Number(day.slice(0, 4)) * 12 + monthNumber(day) - 1 + months;
  const [year, month] = [Math.floor(index / 12), (index % 12) + 1];
  const date = Math.min(dayOfMonth(day), daysInMonth(year, month));
  return [year, month, date].map((part) => String(part).padStart(2, "0")).join("-");
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
