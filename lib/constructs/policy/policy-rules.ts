import { checkInstance, checkOptionalInstance } from "../private/instances";
import { misspelledProblems, type OptionNames, RESOURCE_OPTIONS } from "../private/option-names";
import { checkFlags, checkOptions } from "../private/option-types";
import { checkText } from "../private/problems";
import { ArchiveTiering, archiveTieringProblems } from "./archive-tiering";
import { BackupSchedule } from "./backup-schedule";
import { clockChangeWarnings } from "./clock-change";
import type { InstantRestoreResourceGroup, VmBackupPolicyOptions } from "./policy-options";
import { MonthlyRetention, type WeeklyRetention, YearlyRetention } from "./retention";
import { retentionProblems } from "./retention-rules";
import { snapshotProblems, snapshotWarnings } from "./snapshot-rules";

/*
 * Written twice on purpose: lib/emulator/recovery-services/policies/policy-rules.ts has the same rules,
 * and neither takes a limit from the other, because test/constructs/policy/agreement.test.ts judges the one by the other.
 */

const WEEKLY_RETENTION: OptionNames<WeeklyRetention> = { weeks: true, weekdays: true };
const SNAPSHOT_GROUP: OptionNames<InstantRestoreResourceGroup> = { prefix: true, suffix: true };

/** The names of the options of a policy. */
export const POLICY_OPTIONS: OptionNames<VmBackupPolicyOptions & { readonly vault: unknown }> = {
  ...RESOURCE_OPTIONS,
  vault: true,
  policyName: true,
  schedule: true,
  dailyRetentionDays: true,
  weeklyRetention: WEEKLY_RETENTION,
  monthlyRetention: true,
  yearlyRetention: true,
  archiveTiering: true,
  instantRestoreRetentionDays: true,
  instantRestoreResourceGroup: SNAPSHOT_GROUP,
  onlyCrashConsistent: true,
  policyType: true,
};

const NAME = /^[a-zA-Z][-_!a-zA-Z0-9]{2,149}$/;

/** The problems of a policy, including conflicts between its options. */
export function policyProblems(options: VmBackupPolicyOptions): string[] {
  const classProblems = valueClassProblems(options);
  return [
    ...checkPolicyName(options.policyName),
    ...(classProblems.length > 0
      ? classProblems
      : [...retentionProblems(options), ...archiveTieringProblems(options), ...snapshotProblems(options)]),
  ];
}

function valueClassProblems(options: VmBackupPolicyOptions): string[] {
  const { schedule, weeklyRetention, monthlyRetention, yearlyRetention, archiveTiering, instantRestoreResourceGroup } = options;
  const schedules = "use BackupSchedule.daily({ time }), weekly({ time, weekdays }) or hourly({ time, window })";
  const tiers = "use ArchiveTiering.recommended() or afterMonths(months)";
  return [
    ...checkInstance("schedule", schedule, BackupSchedule, schedules),
    ...checkOptionalInstance("monthlyRetention", monthlyRetention, MonthlyRetention, "use MonthlyRetention.byDay or byWeekday"),
    ...checkOptionalInstance("yearlyRetention", yearlyRetention, YearlyRetention, "use YearlyRetention.byDay or byWeekday"),
    ...checkOptionalInstance("archiveTiering", archiveTiering, ArchiveTiering, tiers),
    ...checkOptions("weeklyRetention", weeklyRetention, "{ weeks: 12 }"),
    ...checkOptions("instantRestoreResourceGroup", instantRestoreResourceGroup, '{ prefix: "rg-snapshots" }'),
    ...checkFlags(options, "onlyCrashConsistent"),
  ];
}

/** Warnings about a policy that Azure may accept. */
export function policyWarnings(options: VmBackupPolicyOptions): string[] {
  return [...misspelledProblems(options, POLICY_OPTIONS), ...clockChangeWarnings(options.schedule), ...snapshotWarnings(options)];
}

/** Checks the name of a policy. */
export function checkPolicyName(name: string | undefined): string[] {
  if (name === undefined) return [];
  return checkText("policyName", name, NAME, {
    allowed: "3 to 150 letters, digits, '-', '_' and '!', starting with a letter",
    remedy: "set policyName to one of that kind",
  });
}
