import { checkMembers, checkText, checkWholeNumber, isLiteral, problem } from "../private/problems";
import type { BackupSchedule } from "./backup-schedule";
import type { Weekday } from "./calendar";
import { VmBackupPolicyType } from "./policy-type";
import type { VmBackupPolicyOptions } from "./vm-backup-policy";

/** Limits of Azure Backup. @see https://learn.microsoft.com/azure/backup/backup-azure-vm-backup-faq */
const MIN_DAYS = 7;
const MAX_DAYS = 9_999;
const MAX_WEEKS = 5_163;
const MAX_STANDARD_SNAPSHOT_DAYS = 5;
const MAX_ENHANCED_SNAPSHOT_DAYS = 30;

const NAME = /^[a-zA-Z][-_!a-zA-Z0-9]{2,149}$/;

/** What is wrong with a policy, the agreement of its schedule and its retention included. */
export function policyProblems(props: VmBackupPolicyOptions): string[] {
  const { schedule } = props;
  return [
    ...checkPolicyName(props.policyName),
    ...(schedule._frequency === "Weekly" ? checkWeekly(props, schedule) : checkDaily(props)),
    ...checkWholeNumber("weeklyRetention.weeks", props.weeklyRetention?.weeks, 1, MAX_WEEKS, {
      allowed: `a whole number of weeks from 1 to ${MAX_WEEKS}`,
      remedy: "keep the backups for a time in that range",
    }),
    ...checkSnapshotDays(props),
  ];
}

function checkPolicyName(name: string | undefined): string[] {
  if (name === undefined) return [];
  return checkText("policyName", name, NAME, {
    allowed: "3 to 150 letters, digits, '-', '_' and '!', starting with a letter",
    remedy: "set policyName to one of that kind",
  });
}

function checkDaily({ dailyRetentionDays, weeklyRetention }: VmBackupPolicyOptions): string[] {
  const rule = {
    allowed: `a whole number of days from ${MIN_DAYS} to ${MAX_DAYS} with a daily schedule`,
    remedy: "say how long each day's backup is kept",
  };
  const days =
    dailyRetentionDays === undefined
      ? [problem("dailyRetentionDays", dailyRetentionDays, rule)]
      : checkWholeNumber("dailyRetentionDays", dailyRetentionDays, MIN_DAYS, MAX_DAYS, rule);
  if (!weeklyRetention) return days;
  const weekdays = checkMembers("weeklyRetention.weekdays", weeklyRetention.weekdays ?? [], {
    allowed: "at least one weekday, none twice, with a daily schedule",
    remedy: "name the days whose backups are kept",
  });
  return [...days, ...weekdays];
}

function checkWeekly(props: VmBackupPolicyOptions, schedule: BackupSchedule): string[] {
  const { dailyRetentionDays, weeklyRetention, monthlyRetention, yearlyRetention } = props;
  const scheduled = schedule._weekdays ?? [];
  const problems: string[] = [];
  if (dailyRetentionDays !== undefined) {
    const rule = { allowed: "left out with a weekly schedule", remedy: "set weeklyRetention instead" };
    problems.push(problem("dailyRetentionDays", dailyRetentionDays, rule));
  }
  if (weeklyRetention === undefined) {
    const rule = { allowed: "set with a weekly schedule", remedy: "say for how many weeks the backups are kept" };
    problems.push(problem("weeklyRetention", weeklyRetention, rule));
  }
  const kept = weeklyRetention?.weekdays;
  if (kept && !(within(kept, scheduled) && within(scheduled, kept) && new Set(kept).size === kept.length)) {
    const rule = { allowed: `the weekdays of the schedule, ${scheduled.join(", ")}`, remedy: "leave it out" };
    problems.push(problem("weeklyRetention.weekdays", kept, rule));
  }
  for (const [path, retention] of [
    ["monthlyRetention", monthlyRetention] as const,
    ["yearlyRetention", yearlyRetention] as const,
  ]) {
    const rule = retention?._rule;
    if (rule?.days ?? rule?.includeLastDays) {
      problems.push(`${path} must be by weekday with a weekly schedule, got days of the month; use byWeekday`);
    }
    if (rule?.weekdays && !within(rule.weekdays, scheduled)) {
      const allowed = `among the weekdays of the schedule, ${scheduled.join(", ")}`;
      problems.push(problem(`${path}.weekdays`, rule.weekdays, { allowed, remedy: "keep backups that are taken" }));
    }
  }
  return problems;
}

function checkSnapshotDays({ instantRestoreRetentionDays: days, policyType, schedule }: VmBackupPolicyOptions): string[] {
  if (days === undefined || !isLiteral(days)) return [];
  const enhanced = policyType === VmBackupPolicyType.ENHANCED;
  if (schedule._frequency === "Weekly" && !enhanced) {
    const rule = { allowed: "5 with a weekly schedule in a Standard policy", remedy: "set it to 5 or leave it out" };
    return days === MAX_STANDARD_SNAPSHOT_DAYS ? [] : [problem("instantRestoreRetentionDays", days, rule)];
  }
  const max = enhanced ? MAX_ENHANCED_SNAPSHOT_DAYS : MAX_STANDARD_SNAPSHOT_DAYS;
  return checkWholeNumber("instantRestoreRetentionDays", days, 1, max, {
    allowed: `a whole number of days from 1 to ${max} in ${enhanced ? "an Enhanced" : "a Standard"} policy`,
    remedy: enhanced
      ? "keep the snapshots for a time in that range"
      : "keep them for a time in that range, or set policyType to ENHANCED",
  });
}

/** Whether every literal member of the one list is in the other; unknown until deployment, it may be. */
function within(members: readonly Weekday[], of: readonly Weekday[]): boolean {
  if (![...members, ...of].every(isLiteral)) return true;
  return members.every((member) => of.includes(member));
}
