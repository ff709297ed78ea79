import type { TerraformStack } from "cdktf";
import {
  ArchiveTiering,
  AzurermProviderVersion,
  BackupSchedule,
  HourlyWindow,
  Month,
  MonthlyRetention,
  RecoveryServicesVault,
  TimeZone,
  VmBackupPolicy,
  type VmBackupPolicyOptions,
  VmBackupPolicyType,
  Weekday,
  WeekOfMonth,
  YearlyRetention,
} from "../../../lib";
import { unknownNumber, unknownText, VAULT_ID } from "../../support/azure";
import { refusal, synthesized, testStack, warnings } from "../../support/synth";

const DAILY: VmBackupPolicyOptions = { schedule: BackupSchedule.daily({ time: "22:00" }), dailyRetentionDays: 30 };
const SUNDAY_AND_WEDNESDAY = BackupSchedule.weekly({ time: "05:30", weekdays: [Weekday.SUNDAY, Weekday.WEDNESDAY] });
const WEEKLY: VmBackupPolicyOptions = { schedule: SUNDAY_AND_WEDNESDAY, weeklyRetention: { weeks: 12 } };

function policy(options: VmBackupPolicyOptions, id = "Nightly", azurerm?: string) {
  return synthesized((stack) => {
    const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
    new VmBackupPolicy(stack, id, { vault, ...options });
    if (azurerm) AzurermProviderVersion.require(stack, azurerm);
  }).only("azurerm_backup_policy_vm");
}

function warningsOf(options: VmBackupPolicyOptions): string[] {
  const stack = testStack();
  const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
  new VmBackupPolicy(stack, "Nightly", { vault, ...options });
  return warnings(stack);
}

function refusalOf(options: VmBackupPolicyOptions): string {
  return refusal(() => policy(options));
}

test("declares only the given arguments of a daily policy", () => {
  expect(policy(DAILY)).toEqual({
    name: "stack-Nightly-Standard",
    resource_group_name: "rg-app",
    recovery_vault_name: "vault-app",
    backup: { frequency: "Daily", time: "22:00" },
    retention_daily: { count: 30 },
    lifecycle: { create_before_destroy: true },
  });
});

test("declares only the given arguments of a weekly policy, and its weekdays for the retention", () => {
  expect(policy(WEEKLY)).toEqual({
    name: "stack-Nightly-Standard",
    resource_group_name: "rg-app",
    recovery_vault_name: "vault-app",
    backup: { frequency: "Weekly", time: "05:30", weekdays: ["Wednesday", "Sunday"] },
    retention_weekly: { count: 12, weekdays: ["Wednesday", "Sunday"] },
    lifecycle: { create_before_destroy: true },
  });
});

test("declares an Enhanced policy for an hourly schedule", () => {
  const window = HourlyWindow.EVERY_4_HOURS_FOR_12_HOURS;
  const schedule = BackupSchedule.hourly({ time: "08:00", window });
  expect(policy({ schedule, dailyRetentionDays: 30 })).toEqual({
    name: "stack-Nightly-Enhanced",
    resource_group_name: "rg-app",
    recovery_vault_name: "vault-app",
    policy_type: "V2",
    backup: { frequency: "Hourly", time: "08:00", hour_interval: 4, hour_duration: 12 },
    retention_daily: { count: 30 },
    lifecycle: { create_before_destroy: true },
  });
});

test("passes every option to the resource", () => {
  const everything = policy({
    policyName: "gold",
    schedule: BackupSchedule.daily({ time: "22:00", timeZone: TimeZone.of("Europe/Berlin") }),
    dailyRetentionDays: 30,
    weeklyRetention: { weeks: 12, weekdays: [Weekday.SUNDAY] },
    monthlyRetention: MonthlyRetention.byDay({ months: 24, days: [1], includeLastDay: true }),
    yearlyRetention: YearlyRetention.byWeekday({
      years: 7,
      months: [Month.JANUARY],
      weeks: [WeekOfMonth.FIRST],
      weekdays: [Weekday.SUNDAY],
    }),
    archiveTiering: ArchiveTiering.recommended(),
    instantRestoreRetentionDays: 14,
    instantRestoreResourceGroup: { prefix: "rg-snapshots-", suffix: "-app" },
    policyType: VmBackupPolicyType.ENHANCED,
    lifecycle: { createBeforeDestroy: false },
  });
  expect(everything).toEqual({
    name: "gold",
    resource_group_name: "rg-app",
    recovery_vault_name: "vault-app",
    policy_type: "V2",
    timezone: "W. Europe Standard Time",
    backup: { frequency: "Daily", time: "22:00" },
    instant_restore_retention_days: 14,
    instant_restore_resource_group: { prefix: "rg-snapshots-", suffix: "-app" },
    retention_daily: { count: 30 },
    retention_weekly: { count: 12, weekdays: ["Sunday"] },
    retention_monthly: { count: 24, days: [1], include_last_days: true },
    retention_yearly: { count: 7, months: ["January"], weeks: ["First"], weekdays: ["Sunday"] },
    tiering_policy: { archived_restore_point: { mode: "TierRecommended" } },
    lifecycle: { create_before_destroy: false },
  });
});

describe("policyName", () => {
  test("the default name contains the policy's type", () => {
    expect(policy({ ...DAILY, policyType: VmBackupPolicyType.ENHANCED }).name).toBe("stack-Nightly-Enhanced");
    expect(policy({ ...DAILY, policyType: VmBackupPolicyType.STANDARD }).name).toBe("stack-Nightly-Standard");
    expect(policy(DAILY, "night ly.1").name).toBe("stack-night-ly-1-Standard");
  });

  test.each(["ab", "1policy", "my policy", "p".repeat(151)])("throws if it is '%s'", (policyName) => {
    expect(refusalOf({ ...DAILY, policyName })).toBe(
      "VmBackupPolicy 'stack/Nightly': policyName must be 3 to 150 letters, digits, '-', '_' and '!', starting with a letter, " +
        `got '${policyName}'; set policyName to one of that kind`,
    );
  });

  test.each(["abc", "a_b!c-1", "p".repeat(150)])("accepts '%s'", (policyName) => {
    expect(policy({ ...DAILY, policyName }).name).toBe(policyName);
  });
});

describe("a daily schedule", () => {
  test.each([undefined, 0, 6, 10_000, 7.5])("throws if the retention is %p days", (dailyRetentionDays) => {
    expect(refusalOf({ ...DAILY, dailyRetentionDays })).toContain(
      "dailyRetentionDays must be a whole number of days from 7 to 9999 with a daily schedule, " +
        `got ${dailyRetentionDays ?? "nothing"}; say how long each day's backup is kept`,
    );
  });

  test.each([7, 9_999])("accepts a retention of %p days", (dailyRetentionDays) => {
    expect(policy({ ...DAILY, dailyRetentionDays }).retention_daily).toEqual({ count: dailyRetentionDays });
  });

  test("throws if a weekly retention has no weekdays", () => {
    expect(refusalOf({ ...DAILY, weeklyRetention: { weeks: 4 } })).toContain(
      "weeklyRetention.weekdays must be at least one weekday, none twice, with a daily schedule, got []",
    );
  });
});

describe("a weekly schedule", () => {
  test("throws if it has a daily retention and no weekly retention", () => {
    const message = refusalOf({ schedule: SUNDAY_AND_WEDNESDAY, dailyRetentionDays: 30 });
    expect(message).toContain("dailyRetentionDays must be left out with a weekly schedule, got 30; set weeklyRetention instead");
    expect(message).toContain("weeklyRetention must be set with a weekly schedule, got nothing");
  });

  test("throws if the weekly retention has other weekdays", () => {
    expect(refusalOf({ ...WEEKLY, weeklyRetention: { weeks: 12, weekdays: [Weekday.SUNDAY] } })).toContain(
      `weeklyRetention.weekdays must be the weekdays of the schedule, Wednesday, Sunday, got ["Sunday"]; leave it out`,
    );
  });

  test.each([0, 5_164])("throws if the retention is %p weeks", (weeks) => {
    expect(refusalOf({ ...WEEKLY, weeklyRetention: { weeks } })).toContain(
      `weeklyRetention.weeks must be a whole number of weeks from 1 to 5163, got ${weeks}`,
    );
  });

  test("throws if a monthly retention has weekdays without a backup", () => {
    const byWeekday = (weekday: Weekday) =>
      MonthlyRetention.byWeekday({ months: 12, weeks: [WeekOfMonth.FIRST], weekdays: [weekday] });
    expect(refusalOf({ ...WEEKLY, monthlyRetention: byWeekday(Weekday.MONDAY) })).toContain(
      `monthlyRetention.weekdays must be among the weekdays of the schedule, Wednesday, Sunday, got ["Monday"]`,
    );
    expect(policy({ ...WEEKLY, monthlyRetention: byWeekday(Weekday.SUNDAY) })).toHaveProperty("retention_monthly");
  });

  test.each([{ days: [1] }, { includeLastDay: true }])("throws if a retention is by day of the month: %p", (days) => {
    const yearlyRetention = YearlyRetention.byDay({ years: 1, months: [Month.MAY], ...days });
    expect(refusalOf({ ...WEEKLY, yearlyRetention })).toContain(
      "yearlyRetention must be by weekday with a weekly schedule, got days of the month; use byWeekday",
    );
  });
});

describe("instantRestoreRetentionDays", () => {
  test.each([
    ["Standard, daily", 6, DAILY, "a whole number of days from 1 to 5 in a Standard policy"],
    ["Standard, daily", 0, DAILY, "a whole number of days from 1 to 5 in a Standard policy"],
    ["Standard, weekly", 4, WEEKLY, "5 with a weekly schedule in a Standard policy"],
    [
      "Enhanced",
      31,
      { ...DAILY, policyType: VmBackupPolicyType.ENHANCED },
      "a whole number of days from 1 to 30 in an Enhanced policy",
    ],
  ])("%s: throws if it is %p", (_, instantRestoreRetentionDays, options, allowed) => {
    expect(refusalOf({ ...options, instantRestoreRetentionDays })).toContain(
      `instantRestoreRetentionDays must be ${allowed}, got ${instantRestoreRetentionDays}`,
    );
  });

  test.each([
    ["Standard, daily", 5, DAILY],
    ["Standard, weekly", 5, WEEKLY],
    ["Enhanced", 30, { ...DAILY, policyType: VmBackupPolicyType.ENHANCED }],
  ])("%s: accepts %p", (_, instantRestoreRetentionDays, options) => {
    expect(policy({ ...options, instantRestoreRetentionDays }).instant_restore_retention_days).toBe(instantRestoreRetentionDays);
  });
});

describe("warnings", () => {
  const ENHANCED = VmBackupPolicyType.ENHANCED;

  test.each([
    ["as long as Azure does by default", WEEKLY],
    ["5 days, weekly", { ...WEEKLY, instantRestoreRetentionDays: 5 }],
    ["30 days of 30", { ...DAILY, instantRestoreRetentionDays: 30 }],
  ])("does not warn about snapshots kept %s", (_, options) => {
    expect(warningsOf({ ...options, policyType: ENHANCED })).toEqual([]);
  });

  test.each([4, 7])("warns if a weekly Enhanced policy keeps snapshots for %p days", (instantRestoreRetentionDays) => {
    expect(warningsOf({ ...WEEKLY, policyType: ENHANCED, instantRestoreRetentionDays })).toEqual([
      `instantRestoreRetentionDays should be 5 with a weekly schedule, got ${instantRestoreRetentionDays}; ` +
        "Azure documents no other value, so set it to 5 if Azure refuses the policy",
    ]);
  });

  test("warns if snapshots are kept longer than their backups", () => {
    expect(warningsOf({ ...DAILY, policyType: ENHANCED, dailyRetentionDays: 7, instantRestoreRetentionDays: 8 })).toEqual([
      "instantRestoreRetentionDays should be at most dailyRetentionDays, 7, got 8; do not keep snapshots longer than their backups",
    ]);
  });
});

describe("onlyCrashConsistent", () => {
  const options: VmBackupPolicyOptions = { ...DAILY, onlyCrashConsistent: true };

  test("declares an Enhanced policy if azurerm is new enough", () => {
    const resource = policy(options, "Nightly", ">= 4.70.0, < 5.0.0");
    expect(resource).toMatchObject({
      name: "stack-Nightly-Enhanced",
      policy_type: "V2",
      consistency_type: "OnlyCrashConsistent",
    });
  });

  test.each([undefined, ">= 4.69.0"])("throws if azurerm may be too old: %p", (version) => {
    expect(refusal(() => policy(options, "Nightly", version))).toContain(
      `onlyCrashConsistent must come with azurerm 4.70.0 or newer, got '${version ?? "4.55.0"}'; ` +
        'call AzurermProviderVersion.require(this, ">= 4.77.0, < 5.0.0")',
    );
  });

  test("accepts bindings that do not say their version", () => {
    const build = (stack: TerraformStack) => {
      const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
      const { resource } = new VmBackupPolicy(stack, "Nightly", { vault, ...options });
      Object.assign(resource, { terraformGeneratorMetadata: { providerName: "azurerm" } });
    };
    expect(() => synthesized(build)).not.toThrow();
  });

  test("false has the same result as undefined", () => {
    expect(policy({ ...DAILY, onlyCrashConsistent: false })).toEqual(policy(DAILY));
  });
});

test("accepts tokens", () => {
  const stack = testStack();
  const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
  const props = {
    ...DAILY,
    vault,
    policyName: unknownText(stack, "name"),
    dailyRetentionDays: unknownNumber(stack, "days"),
    instantRestoreRetentionDays: unknownNumber(stack, "snapshots"),
    weeklyRetention: { weeks: unknownNumber(stack, "weeks"), weekdays: [Weekday.SUNDAY] },
  };
  expect(() => new VmBackupPolicy(stack, "Policy", props)).not.toThrow();
});
