import { addMonths, dayOfMonth, isLastOfMonth, monthOf, weekdayOf, weeksOfMonth } from "../../azure/calendar";
import { addDays, isUtcDay } from "../../azure/utc-day";
import { isLiteral, problem, throwIfInvalid } from "../private/problems";
import { BackupSchedule } from "./backup-schedule";
import type { VmBackupPolicyOptions } from "./policy-options";
import { policyProblems } from "./policy-rules";
import type { RetentionRule } from "./retention";
import { requireOptions } from "../private/option-types";

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
    const unknown = policy.schedule instanceof BackupSchedule ? unknownProblems(policy) : [];
    throwIfInvalid("RetentionPreview.of", [...policyProblems(policy), ...unknown]);
    return new RetentionPreview(policy);
  }

  private constructor(private readonly policy: VmBackupPolicyOptions) {}

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
    const scheduled = this.policy.schedule._weekdays;
    if (scheduled && !includes(scheduled, weekdayOf(day))) return undefined;
    const [first, ...others] = this.retentionsOf(day);
    return others.reduce((longest, one) => (longest && longest.expiresOn >= one.expiresOn ? longest : one), first);
  }

  private retentionsOf(day: string): KeptBackup[] {
    const { schedule, dailyRetentionDays, weeklyRetention, monthlyRetention, yearlyRetention } = this.policy;
    const kept: KeptBackup[] = [];
    const keep = (keptBy: RetentionKind, expiresOn: string) => kept.push({ day, expiresOn, keptBy });
    if (dailyRetentionDays !== undefined) keep(RetentionKind.DAILY, addDays(day, dailyRetentionDays));
    if (weeklyRetention && includes(weeklyRetention.weekdays ?? schedule._weekdays ?? [], weekdayOf(day))) {
      keep(RetentionKind.WEEKLY, addDays(day, weeklyRetention.weeks * 7));
    }
    if (monthlyRetention && matchesRule(monthlyRetention._rule, day)) {
      keep(RetentionKind.MONTHLY, addMonths(day, monthlyRetention._months));
    }
    if (yearlyRetention && includes(yearlyRetention._months, monthOf(day)) && matchesRule(yearlyRetention._rule, day)) {
      keep(RetentionKind.YEARLY, addMonths(day, yearlyRetention._years * 12));
    }
    return kept;
  }

  /** A lower bound: all older backups have expired on `day`. */
  private oldestOn(day: string): string {
    const { dailyRetentionDays = 0, weeklyRetention, monthlyRetention, yearlyRetention } = this.policy;
    const months = Math.max(monthlyRetention?._months ?? 0, (yearlyRetention?._years ?? 0) * 12);
    const days = Math.max(dailyRetentionDays, (weeklyRetention?.weeks ?? 0) * 7, months * 31);
    return addDays(day, -days);
  }
}

function matchesRule({ days = [], includeLastDays, weeks = [], weekdays = [] }: RetentionRule, day: string): boolean {
  if (days.includes(dayOfMonth(day)) || (includeLastDays === true && isLastOfMonth(day))) return true;
  return includes(weekdays, weekdayOf(day)) && weeksOfMonth(day).some((week) => weeks.includes(week));
}

function includes<T>(members: readonly T[], member: T | undefined): boolean {
  return member !== undefined && members.includes(member);
}

function checkDay(path: string, day: string): string[] {
  if (isUtcDay(day)) return [];
  return [problem(path, day, { allowed: "a date that exists, YYYY-MM-DD", remedy: "write it as '2027-01-31'" })];
}

function unknownProblems(policy: VmBackupPolicyOptions): string[] {
  const { schedule, weeklyRetention: weekly, monthlyRetention: monthly, yearlyRetention: yearly } = policy;
  const parts: [string, unknown[]][] = [
    ["schedule", schedule._weekdays ?? []],
    ["dailyRetentionDays", [policy.dailyRetentionDays]],
    ["weeklyRetention", [weekly?.weeks, ...(weekly?.weekdays ?? [])]],
    ["monthlyRetention", [monthly?._months, ...Object.values<unknown>({ ...monthly?._rule }).flat()]],
    ["yearlyRetention", [yearly?._years, ...(yearly?._months ?? []), ...Object.values<unknown>({ ...yearly?._rule }).flat()]],
  ];
  return parts
    .filter(([, values]) => !values.every(isLiteral) || !isLiteral(values))
    .map(([path]) => `${path} must be known while the stack is synthesized, got a token; use a literal value`);
}
