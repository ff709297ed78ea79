import { Weekday } from "../../azure/calendar";
import { checkMembers, checkNonEmptyUnique, checkWholeNumber, isLiteral, problem } from "../private/problems";
import type { BackupSchedule } from "./backup-schedule";
import { checkCalendar } from "./calendar";
import type { VmBackupPolicyOptions } from "./policy-options";
import type { MonthlyRetention, WeeklyRetention, YearlyRetention } from "./retention";

/*
 * Written twice on purpose: lib/emulator/recovery-services/policies/policy-rules.ts has the same rules,
 * and neither takes a limit from the other, because test/constructs/policy/agreement.test.ts judges the one by the other.
 */

/** Limits of Azure Backup. @see https://learn.microsoft.com/azure/backup/backup-azure-vm-backup-faq */
const MIN_DAYS = 7;
const MAX_DAYS = 9_999;
const MAX_WEEKS = 5_163;

/** The retentions of a policy must apply to backups that its schedule takes. */
export function retentionProblems(options: VmBackupPolicyOptions): string[] {
  const { schedule } = options;
  return [
    ...(schedule._frequency === "Weekly" ? weeklyScheduleProblems(options) : dailyScheduleProblems(options)),
    ...(options.weeklyRetention === undefined ? [] : weeksProblems(options.weeklyRetention)),
  ];
}

function weeksProblems(retention: WeeklyRetention): string[] {
  const rule = { allowed: `a whole number of weeks from 1 to ${MAX_WEEKS}`, remedy: "keep the backups for a time in that range" };
  return checkWholeNumber("weeklyRetention.weeks", retention.weeks, 1, MAX_WEEKS, rule);
}

/** For daily and hourly schedules: both take backups every day. */
function dailyScheduleProblems({ schedule, dailyRetentionDays: days, weeklyRetention }: VmBackupPolicyOptions): string[] {
  const given = schedule._frequency === "Hourly" ? "with an hourly schedule" : "with a daily schedule";
  const rule = {
    allowed: `a whole number of days from ${MIN_DAYS} to ${MAX_DAYS} ${given}`,
    remedy: "say how long each day's backup is kept",
  };
  const problems = checkWholeNumber("dailyRetentionDays", days, MIN_DAYS, MAX_DAYS, rule);
  if (!weeklyRetention) return problems;
  const weekdays = checkCalendar("weeklyRetention.weekdays", weeklyRetention.weekdays ?? [], Weekday, {
    allowed: `at least one weekday, none twice, ${given}`,
    remedy: "name the days whose backups are kept",
  });
  return [...problems, ...weekdays];
}

function weeklyScheduleProblems(options: VmBackupPolicyOptions): string[] {
  const { schedule, dailyRetentionDays, weeklyRetention, monthlyRetention, yearlyRetention } = options;
  const problems: string[] = [];
  if (dailyRetentionDays !== undefined) {
    const rule = { allowed: "left out with a weekly schedule", remedy: "set weeklyRetention instead" };
    problems.push(problem("dailyRetentionDays", dailyRetentionDays, rule));
  }
  if (weeklyRetention === undefined) {
    const rule = { allowed: "set with a weekly schedule", remedy: "say for how many weeks the backups are kept" };
    problems.push(problem("weeklyRetention", weeklyRetention, rule));
  }
  return [
    ...problems,
    ...weeklyRetentionProblems(weeklyRetention, schedule),
    ...retentionRuleProblems("monthlyRetention", monthlyRetention, schedule),
    ...retentionRuleProblems("yearlyRetention", yearlyRetention, schedule),
  ];
}

/** Azure keeps the backups of all days of a weekly schedule for the same number of weeks. */
function weeklyRetentionProblems(retention: WeeklyRetention | undefined, { _weekdays: scheduled }: BackupSchedule): string[] {
  const kept = retention?.weekdays;
  if (kept === undefined || !isLiteral(kept)) return [];
  const foreign = checkMembers("weeklyRetention.weekdays", kept, Weekday, "Weekday");
  if (foreign.length > 0) return foreign;
  const rule = { allowed: `the weekdays of the schedule, ${scheduled.join(", ")}`, remedy: "leave it out" };
  if (!isSubset(kept, scheduled) || !isSubset(scheduled, kept)) return [problem("weeklyRetention.weekdays", kept, rule)];
  return checkNonEmptyUnique("weeklyRetention.weekdays", kept, rule);
}

/** A weekly schedule takes no backup on most days of the month, so that its retentions must be by weekday. */
function retentionRuleProblems(
  path: string,
  retention: MonthlyRetention | YearlyRetention | undefined,
  { _weekdays: scheduled }: BackupSchedule,
): string[] {
  const rule = retention?._rule;
  if (!rule) return [];
  if (rule.weekdays === undefined) {
    return [`${path} must be by weekday with a weekly schedule, got days of the month; use byWeekday`];
  }
  if (isSubset(rule.weekdays, scheduled)) return [];
  const allowed = `among the weekdays of the schedule, ${scheduled.join(", ")}`;
  return [problem(`${path}.weekdays`, rule.weekdays, { allowed, remedy: "use weekdays of the schedule" })];
}

/** Whether every literal member of one list is in the other. Tokens count as members. */
function isSubset(members: readonly Weekday[], of: readonly Weekday[]): boolean {
  if (!isLiteral(members) || !isLiteral(of) || !of.every(isLiteral)) return true;
  return members.filter(isLiteral).every((member) => of.includes(member));
}
