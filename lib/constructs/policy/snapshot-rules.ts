import { checkMember, checkText, checkWholeNumber, isLiteral, problem } from "../private/problems";
import type { InstantRestoreResourceGroup, VmBackupPolicyOptions } from "./policy-options";
import { VmBackupPolicyType } from "./policy-type";
import { policyTypeOf } from "./policy-type-of";

/*
 * Written twice on purpose: lib/emulator/recovery-services/policies/policy-rules.ts has the same rules,
 * and neither takes a limit from the other, because test/constructs/policy/agreement.test.ts judges the one by the other.
 */

/** Limits for the retention of snapshots. @see https://learn.microsoft.com/azure/backup/backup-instant-restore-capability */
const MAX_STANDARD_DAYS = 5;
const MAX_ENHANCED_DAYS = 30;
const WEEKLY_DAYS = 5;

/** The maximum length of a resource group's name. */
const MAX_GROUP_NAME = 90;

/** The problems of a policy's snapshot options, and of its type. */
export function snapshotProblems(options: VmBackupPolicyOptions): string[] {
  const { instantRestoreResourceGroup } = options;
  return [
    ...typeProblems(options),
    ...daysProblems(options),
    ...(instantRestoreResourceGroup === undefined ? [] : resourceGroupProblems(instantRestoreResourceGroup)),
  ];
}

export function snapshotWarnings(options: VmBackupPolicyOptions): string[] {
  const { instantRestoreRetentionDays: days, dailyRetentionDays, schedule } = options;
  if (days === undefined || !isLiteral(days)) return [];
  const warnings: string[] = [];
  if (schedule._frequency === "Weekly" && days !== WEEKLY_DAYS) {
    warnings.push(
      `instantRestoreRetentionDays should be ${WEEKLY_DAYS} with a weekly schedule, got ${days}; Azure documents no other value, ` +
        `so set it to ${WEEKLY_DAYS} if Azure refuses the policy`,
    );
  }
  if (isLiteral(dailyRetentionDays) && days > (dailyRetentionDays ?? days)) {
    warnings.push(
      `instantRestoreRetentionDays should be at most dailyRetentionDays, ${dailyRetentionDays}, got ${days}; ` +
        `do not keep snapshots longer than their backups`,
    );
  }
  return warnings;
}

function typeProblems(options: VmBackupPolicyOptions): string[] {
  const { policyType, schedule, onlyCrashConsistent } = options;
  const foreign = checkMember("policyType", policyType, VmBackupPolicyType, "VmBackupPolicyType");
  if (foreign.length > 0) return foreign;
  if (policyType !== VmBackupPolicyType.STANDARD) return [];
  const needs = (what: string) => {
    const rule = { allowed: `VmBackupPolicyType.ENHANCED with ${what}`, remedy: "use this type, or leave it out" };
    return [problem("policyType", policyType, rule)];
  };
  return [
    ...(schedule._frequency === "Hourly" ? needs("an hourly schedule") : []),
    ...(onlyCrashConsistent === true ? needs("onlyCrashConsistent") : []),
  ];
}

function daysProblems(options: VmBackupPolicyOptions): string[] {
  const { instantRestoreRetentionDays: days, schedule } = options;
  const type = policyTypeOf(options) ?? VmBackupPolicyType.STANDARD;
  const path = "instantRestoreRetentionDays";
  if (days === undefined || !isLiteral(days)) return [];
  const standard = type === VmBackupPolicyType.STANDARD;
  const kind = standard ? "a Standard policy" : "an Enhanced policy";
  if (standard && schedule._frequency === "Weekly") {
    const rule = {
      allowed: `${WEEKLY_DAYS} with a weekly schedule in ${kind}`,
      remedy: `set it to ${WEEKLY_DAYS} or leave it out`,
    };
    return days === WEEKLY_DAYS ? [] : [problem(path, days, rule)];
  }
  const max = standard ? MAX_STANDARD_DAYS : MAX_ENHANCED_DAYS;
  return checkWholeNumber(path, days, 1, max, {
    allowed: `a whole number of days from 1 to ${max} in ${kind}`,
    remedy: standard
      ? "keep them for a time in that range, or set policyType to ENHANCED"
      : "keep the snapshots for a time in that range",
  });
}

function resourceGroupProblems(group: InstantRestoreResourceGroup): string[] {
  const prefix = checkText("instantRestoreResourceGroup.prefix", group.prefix, /^[-\w]{1,50}$/, {
    allowed: "1 to 50 letters, digits, '-' and '_'",
    remedy: "set a prefix for the resource groups of the snapshots",
  });
  if (group.suffix === undefined) return prefix;
  const suffix = checkText("instantRestoreResourceGroup.suffix", group.suffix, /^[-\w.()]*[-\w()]$/, {
    allowed: "letters, digits, '-', '_', '.' and parentheses that do not end in '.'",
    remedy: "set a suffix of these characters, or leave it out",
  });
  const problems = [...prefix, ...suffix];
  if (problems.length > 0 || !isLiteral(group.prefix) || !isLiteral(group.suffix)) return problems;
  if (group.prefix.length + 1 + group.suffix.length <= MAX_GROUP_NAME) return [];
  const rule = { allowed: `names of at most ${MAX_GROUP_NAME} characters, including the number`, remedy: "shorten one of them" };
  return [problem("instantRestoreResourceGroup", [group.prefix, group.suffix], rule)];
}
