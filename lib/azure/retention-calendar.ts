import { addMonths, dayOfMonth, isLastOfMonth, monthOf, weekdayOf, weeksOfMonth } from "./calendar";
import { addDays } from "./utc-day";

/**
 * The calendar of a backup policy's retention: which rules keep the backup of a day, and until which day. Days are ISO text in the
 * policy's time zone. Months and years are calendar months and years. Names of weekdays, weeks and months are Azure's.
 */

/** The retention rule that keeps a backup. */
export type RetentionRuleKind = "daily" | "weekly" | "monthly" | "yearly";

/** Selects days of a month, by weekday or by number. */
export interface DaySelection {
  readonly weeks?: readonly string[] | undefined;
  readonly weekdays?: readonly string[] | undefined;
  readonly days?: readonly number[] | undefined;
  readonly includeLastDays?: boolean | undefined;
}

/** The retention of a policy. A rule that is undefined keeps nothing. */
export interface RetentionRules {
  readonly dailyDays?: number | undefined;
  readonly weekly?: { readonly weeks: number; readonly weekdays: readonly string[] } | undefined;
  readonly monthly?: { readonly months: number; readonly select: DaySelection } | undefined;
  readonly yearly?:
    { readonly years: number; readonly monthsOfYear: readonly string[]; readonly select: DaySelection } | undefined;
}

/** A rule that keeps the backup of a day, and the day on which the backup expires by it. */
export interface RuleExpiry {
  readonly keptBy: RetentionRuleKind;
  readonly expiresOn: string;
}

/** Returns the rule that keeps the backup of a day the longest; undefined if none keeps it. Of equal rules it is the shorter kind. */
export function longestRetention(rules: RetentionRules, day: string): RuleExpiry | undefined {
  const [first, ...others] = retentionsOf(rules, day);
  return others.reduce((longest, one) => (longest && longest.expiresOn >= one.expiresOn ? longest : one), first);
}

/** Returns an upper bound: backups that are older than this many days have expired. */
export function longestRetentionDays({ dailyDays = 0, weekly, monthly, yearly }: RetentionRules): number {
  const months = Math.max(monthly?.months ?? 0, (yearly?.years ?? 0) * 12);
  return Math.max(dailyDays, (weekly?.weeks ?? 0) * 7, months * 31);
}

function retentionsOf({ dailyDays, weekly, monthly, yearly }: RetentionRules, day: string): RuleExpiry[] {
  const kept: RuleExpiry[] = [];
  if (dailyDays !== undefined) kept.push({ keptBy: "daily", expiresOn: addDays(day, dailyDays) });
  if (weekly && includes(weekly.weekdays, weekdayOf(day))) {
    kept.push({ keptBy: "weekly", expiresOn: addDays(day, weekly.weeks * 7) });
  }
  if (monthly && selects(monthly.select, day)) kept.push({ keptBy: "monthly", expiresOn: addMonths(day, monthly.months) });
  if (yearly && includes(yearly.monthsOfYear, monthOf(day)) && selects(yearly.select, day)) {
    kept.push({ keptBy: "yearly", expiresOn: addMonths(day, yearly.years * 12) });
  }
  return kept;
}

function selects({ days = [], includeLastDays, weeks = [], weekdays = [] }: DaySelection, day: string): boolean {
  if (days.includes(dayOfMonth(day)) || (includeLastDays === true && isLastOfMonth(day))) return true;
  return includes(weekdays, weekdayOf(day)) && weeksOfMonth(day).some((week) => weeks.includes(week));
}

function includes(members: readonly string[], member: string | undefined): boolean {
  return member !== undefined && members.includes(member);
}
