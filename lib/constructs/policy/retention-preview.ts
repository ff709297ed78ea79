import {
  longestRetention,
  longestRetentionDays,
  type RetentionRuleKind,
  type RetentionRules,
} from "../../azure/retention-calendar";
import { addDays, isUtcDay } from "../../azure/utc-day";
import { isLiteral, problem, throwIfInvalid } from "../private/problems";
import { BackupSchedule } from "./backup-schedule";
import type { VmBackupPolicyOptions } from "./policy-options";
import { POLICY_OPTIONS, policyProblems } from "./policy-rules";
import { requireOptions } from "../private/option-types";
import { type OptionNames, throwIfMisspelled } from "../private/option-names";

/** The retention rule that keeps a backup. */
export enum RetentionKind {
  /** `dailyRetentionDays`. */
  DAILY = "daily",
  /** `weeklyRetention`. */
  WEEKLY = "weekly",
  /** `monthlyRetention`. */
  MONTHLY = "monthly",
  /** `yearlyRetention`. */
  YEARLY = "yearly",
}

/** The backup of a day. */
export interface KeptBackup {
  /** The day on which Azure takes the backup, `YYYY-MM-DD`. */
  readonly day: string;
  /** The day on which it expires, `YYYY-MM-DD`. */
  readonly expiresOn: string;
  /** The retention rule that keeps it the longest. */
  readonly keptBy: RetentionKind;
}

/** Options of {@link RetentionPreview.backupsOn}. */
export interface BackupsOnOptions {
  /**
   * The first day on which the policy took backups, `YYYY-MM-DD`.
   * @default - the policy took backups on every day before
   */
  readonly since?: string;
}

const OPTIONS: OptionNames<BackupsOnOptions> = { since: true };

/**
 * Predicts which backups a policy keeps on a day. Months and years are calendar months and years; days are days of the policy's time
 * zone. If there are several backups a day, it shows the one that Azure transfers to the vault. It ignores snapshots and on-demand
 * backups. It computes from the documented retention rules and sends no requests.
 *
 * @example
 * const preview = RetentionPreview.of(VmBackupPolicyPreset.dailyMonthly1Year({ time: "22:00" }));
 * preview.backupTakenOn("2027-01-03")?.expiresOn; // "2028-01-03"
 * preview.backupsOn("2027-06-30").length;
 *
 * @see https://learn.microsoft.com/azure/backup/backup-azure-vm-backup-faq
 */
export class RetentionPreview {
  /**
   * A preview of a policy.
   * @param policy the options of `VmBackupPolicy`, all known at synth
   * @throws if the policy is invalid, or if its schedule or a retention has a token
   */
  public static of(policy: VmBackupPolicyOptions): RetentionPreview {
    requireOptions("RetentionPreview.of", "policy", policy, "{ schedule, dailyRetentionDays: 30 }");
    throwIfMisspelled("RetentionPreview.of", policy, POLICY_OPTIONS);
    const unknown = policy.schedule instanceof BackupSchedule ? unknownProblems(policy) : [];
    throwIfInvalid("RetentionPreview.of", [...policyProblems(policy), ...unknown]);
    return new RetentionPreview(policy);
  }

  private readonly rules: RetentionRules;

  private constructor(policy: VmBackupPolicyOptions) {
    this.rules = rulesOf(policy);
  }

  /**
   * The backup of a day; undefined if the schedule takes no backup on that day.
   * @param day `YYYY-MM-DD`
   * @throws if `day` is not a date that exists
   */
  public backupTakenOn(day: string): KeptBackup | undefined {
    throwIfInvalid("RetentionPreview.backupTakenOn", checkDay("day", day));
    return this.backup(day);
  }

  /**
   * The backups that exist at the end of a day, newest first.
   * @param day `YYYY-MM-DD`
   * @throws if `day` or `since` is not a date that exists
   */
  public backupsOn(day: string, options: BackupsOnOptions = {}): KeptBackup[] {
    requireOptions("RetentionPreview.backupsOn", "options", options, '{ since: "2027-01-01" }');
    throwIfMisspelled("RetentionPreview.backupsOn", options, OPTIONS);
    const { since } = options;
    throwIfInvalid("RetentionPreview.backupsOn", [
      ...checkDay("day", day),
      ...(since === undefined ? [] : checkDay("since", since)),
    ]);
    const kept: KeptBackup[] = [];
    const oldest = since ?? this.oldestOn(day);
    for (let one = day; one >= oldest; one = addDays(one, -1)) {
      const backup = this.backup(one);
      if (backup && backup.expiresOn > day) kept.push(backup);
    }
    return kept;
  }

  private backup(day: string): KeptBackup | undefined {
    const kept = longestRetention(this.rules, day);
    return kept && { day, expiresOn: kept.expiresOn, keptBy: KINDS[kept.keptBy] };
  }

  /** A lower bound: all older backups have expired on `day`. */
  private oldestOn(day: string): string {
    return addDays(day, -longestRetentionDays(this.rules));
  }
}

const KINDS: Readonly<Record<RetentionRuleKind, RetentionKind>> = {
  daily: RetentionKind.DAILY,
  weekly: RetentionKind.WEEKLY,
  monthly: RetentionKind.MONTHLY,
  yearly: RetentionKind.YEARLY,
};

function rulesOf(policy: VmBackupPolicyOptions): RetentionRules {
  const { schedule, dailyRetentionDays: dailyDays, weeklyRetention: weekly, monthlyRetention, yearlyRetention: yearly } = policy;
  return {
    dailyDays,
    weekly: weekly && { weeks: weekly.weeks, weekdays: weekly.weekdays ?? schedule._weekdays },
    monthly: monthlyRetention && { months: monthlyRetention._months, select: monthlyRetention._rule },
    yearly: yearly && { years: yearly._years, monthsOfYear: yearly._months, select: yearly._rule },
  };
}

function checkDay(path: string, day: string): string[] {
  if (isUtcDay(day)) return [];
  return [problem(path, day, { allowed: "a date that exists, YYYY-MM-DD", remedy: "write it as '2027-01-31'" })];
}

function unknownProblems(policy: VmBackupPolicyOptions): string[] {
  const { schedule, weeklyRetention: weekly, monthlyRetention: monthly, yearlyRetention: yearly } = policy;
  const parts: [string, unknown[]][] = [
    ["schedule", [schedule._weekdays]],
    ["dailyRetentionDays", [policy.dailyRetentionDays]],
    ["weeklyRetention", [weekly?.weeks, weekly?.weekdays]],
    ["monthlyRetention", [monthly?._months, ...Object.values({ ...monthly?._rule })]],
    ["yearlyRetention", [yearly?._years, yearly?._months, ...Object.values({ ...yearly?._rule })]],
  ];
  return parts
    .filter(([, values]) => !values.every(isKnown))
    .map(([path]) => `${path} must be known while the stack is synthesized, got a token; use a literal value`);
}

/** Whether a value and, if it is a list, each of its members are known at synth. A list may be one token too. */
function isKnown(value: unknown): boolean {
  return isLiteral(value) && (!Array.isArray(value) || value.every(isLiteral));
}
