import { Month, Weekday, WeekOfMonth } from "../../azure/calendar";
import type { DaySelection, RetentionRules } from "../../azure/retention-calendar";
import type { Schedule } from "../../azure/schedule-runs";
import { quoted } from "./code/escaped";
import type { PolicyReading } from "./policy-reading";

const NAME = /^[a-zA-Z][-_!a-zA-Z0-9]{2,149}$/;
const TIME = /^([01]\d|2[0-3]):(00|30)$/;
const INTERVALS = [4, 6, 8, 12];
const LAST_COMMON_DAY = 28;
const MIN_AGE_MONTHS = 3;
const MAX_AGE_MONTHS = 1_182;
const MIN_MONTHS_LEFT = 6;

/** Returns why the library cannot declare a policy as it is; undefined if it can. The library has the same rules. */
export function policyObstacle(policy: PolicyReading): string | undefined {
  const { schedule, retention, name, otherUnits, timeZone } = policy;
  if (!NAME.test(name)) return "its name has other characters than azurerm accepts";
  if (!schedule || !isPlainSchedule(schedule, policy.isEnhanced))
    return "its schedule has a form that azurerm has no arguments for";
  if (!retention || otherUnits.length > 0) return "its retention has a form that azurerm has no arguments for";
  if (timeZone.includes("{") || timeZone !== timeZone.trim()) return `its time zone is ${quoted(timeZone)}`;
  return retentionObstacle(schedule, retention) ?? snapshotObstacle(policy, schedule) ?? tieringObstacle(policy, retention);
}

function isPlainSchedule(schedule: Schedule, isEnhanced: boolean): boolean {
  if (schedule.kind === "hourly") {
    const { from, everyHours, forHours } = schedule;
    const fits = INTERVALS.includes(everyHours) && forHours >= 4 && forHours <= 24 && forHours % everyHours === 0;
    return isEnhanced && fits && TIME.test(from);
  }
  const [time, ...others] = schedule.times;
  if (time === undefined || others.length > 0 || !TIME.test(time)) return false;
  return schedule.kind === "daily" || isSome(schedule.days, Weekday);
}

function retentionObstacle(schedule: Schedule, { dailyDays, weekly, monthly, yearly }: RetentionRules): string | undefined {
  const isWeekly = schedule.kind === "weekly";
  if (isWeekly ? dailyDays !== undefined || !weekly : !isWhole(dailyDays, 7, 9_999))
    return "its retention does not fit its schedule";
  if (weekly) {
    const sameDays = !isWeekly || (weekly.weekdays.length === schedule.days.length && isSubset(weekly.weekdays, schedule.days));
    if (!isWhole(weekly.weeks, 1, 5_163) || !isSome(weekly.weekdays, Weekday) || !sameDays)
      return "its weekly retention is unusual";
  }
  const days = isWeekly ? schedule.days : undefined;
  if (monthly && !(isWhole(monthly.months, 1, 1_188) && isPlainSelection(monthly.select, days)))
    return "its monthly retention is unusual";
  if (!yearly) return undefined;
  const fits = isWhole(yearly.years, 1, 99) && isSome(yearly.monthsOfYear, Month) && isPlainSelection(yearly.select, days);
  return fits ? undefined : "its yearly retention is unusual";
}

function isPlainSelection(select: DaySelection, scheduled: readonly string[] | undefined): boolean {
  const { weekdays = [], weeks = [], days = [], includeLastDays = false } = select;
  const byDay = days.length > 0 || includeLastDays;
  if (!byDay) return isSome(weekdays, Weekday) && isSome(weeks, WeekOfMonth) && (!scheduled || isSubset(weekdays, scheduled));
  const fits = days.every((day) => isWhole(day, 1, LAST_COMMON_DAY)) && new Set(days).size === days.length;
  return fits && scheduled === undefined && weekdays.length === 0 && weeks.length === 0;
}

function snapshotObstacle(
  { snapshotDays, isEnhanced, onlyCrashConsistent, snapshotGroup }: PolicyReading,
  schedule: Schedule,
): string | undefined {
  const fits = !isEnhanced && schedule.kind === "weekly" ? snapshotDays === 5 : isWhole(snapshotDays, 1, isEnhanced ? 30 : 5);
  if (snapshotDays !== undefined && !fits) return `it keeps snapshots for ${snapshotDays} days`;
  if (onlyCrashConsistent && !isEnhanced) return "it is crash-consistent without being Enhanced";
  if (snapshotGroup === undefined) return undefined;
  const { prefix, suffix } = snapshotGroup;
  const plain = /^[-\w]{1,50}$/.test(prefix) && (suffix === undefined || /^[-\w.()]*[-\w()]$/.test(suffix));
  return plain && prefix.length + 1 + (suffix?.length ?? 0) <= 90
    ? undefined
    : "the names of its snapshots' resource groups are unusual";
}

function tieringObstacle({ tiering }: PolicyReading, { monthly, yearly }: RetentionRules): string | undefined {
  if (tiering === undefined) return undefined;
  const longest = Math.max(monthly?.months ?? 0, (yearly?.years ?? 0) * 12);
  const known = tiering.mode === "TierRecommended" || (tiering.mode === "TierAfter" && tiering.unit === "Months");
  const age = tiering.mode === "TierAfter" ? tiering.duration : MIN_AGE_MONTHS;
  return known && isWhole(age, MIN_AGE_MONTHS, MAX_AGE_MONTHS) && longest >= age + MIN_MONTHS_LEFT
    ? undefined
    : "its archive tiering has a form that azurerm has no arguments for";
}

function isWhole(value: number | undefined, least: number, most: number): boolean {
  return value !== undefined && Number.isInteger(value) && value >= least && value <= most;
}

/** Whether a list has members of a calendar, none twice. */
function isSome(members: readonly string[], calendar: Readonly<Record<string, string>>): boolean {
  return members.length > 0 && new Set(members).size === members.length && isSubset(members, Object.values(calendar));
}

function isSubset(members: readonly string[], of: readonly string[]): boolean {
  return members.every((member) => of.includes(member));
}
