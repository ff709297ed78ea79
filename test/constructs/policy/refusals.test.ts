import {
  BackupSchedule,
  Month,
  MonthlyRetention,
  ProtectedVms,
  RecoveryServicesVault,
  RetentionPreview,
  SourceVm,
  TimeZone,
  VmBackupPolicy,
  type VmBackupPolicyOptions,
  Weekday,
  WeekOfMonth,
  YearlyRetention,
} from "../../../lib";
import { clockChangeWarnings } from "../../../lib/constructs/policy/clock-change";
import { POLICY_ID, unknownText, VAULT_ID, vmId } from "../../support/azure";
import { refusal, synth, testStack } from "../../support/synth";
import { policyOf } from "./support/policy";
import { DAILY, WEEKLY } from "./support/rule";

const { FIRST } = WeekOfMonth;
const { SUNDAY, WEDNESDAY } = Weekday;
const of = (options: Partial<VmBackupPolicyOptions>, base = DAILY) => policyOf({ ...base, ...options });
const unknownWeekday = (): Weekday => "${var.weekday}" as never;
const keeping = (weekdays: Weekday[]) => ({ weeklyRetention: { weeks: 12, weekdays } });

function inVault(id: string): ConstructorParameters<typeof VmBackupPolicy> {
  const stack = testStack();
  return [stack, id, { ...DAILY, vault: RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID) }];
}

function protectedBy(policy: unknown): unknown {
  const stack = testStack();
  const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
  return new ProtectedVms(stack, "Vms", { vault, policy: policy as never, vms: { web: SourceVm.fromId(vmId("vm-web")) } });
}

const longId = "p".repeat(140);

/** What is refused, and all that the error says. */
const CASES: [string, () => unknown, string][] = [
  [
    "a weekday in another spelling in the retention of a weekly schedule",
    () => of(keeping(["sunday"] as never), WEEKLY),
    "VmBackupPolicy 'stack/Policy': weeklyRetention.weekdays must be one of Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday, " +
      "got 'sunday'; use a member of Weekday",
  ],
  [
    "a weekday twice in the retention of a weekly schedule",
    () => of(keeping([SUNDAY, WEDNESDAY, SUNDAY]), WEEKLY),
    "VmBackupPolicy 'stack/Policy': weeklyRetention.weekdays must be the weekdays of the schedule, Wednesday, Sunday, " +
      'got ["Sunday","Wednesday","Sunday"]; leave it out',
  ],
  [
    "a weekday twice beside one that only the deployment knows",
    () => of(keeping([SUNDAY, SUNDAY, unknownWeekday()]), WEEKLY),
    "VmBackupPolicy 'stack/Policy': weeklyRetention.weekdays must be the weekdays of the schedule, Wednesday, Sunday, " +
      'got ["Sunday","Sunday","${var.weekday}"]; leave it out',
  ],
  [
    "a text in place of a list of weekdays",
    () => MonthlyRetention.byWeekday({ months: 12, weeks: [FIRST], weekdays: "Sunday" as never }),
    "MonthlyRetention.byWeekday: weekdays must be at least one weekday, none twice, got 'Sunday'; name the days to keep",
  ],
  [
    "no week of the month",
    () => MonthlyRetention.byWeekday({ months: 12, weeks: [], weekdays: [SUNDAY] }),
    "MonthlyRetention.byWeekday: weeks must be at least one week of the month, none twice, got []; name the weeks to keep",
  ],
  [
    "no month of the year",
    () => YearlyRetention.byDay({ years: 7, months: [], days: [1] }),
    "YearlyRetention.byDay: months must be at least one month, none twice, got []; name the months to keep",
  ],
  [
    "a number of years out of range",
    () => YearlyRetention.byWeekday({ years: 0, months: [Month.MAY], weeks: [FIRST], weekdays: [SUNDAY] }),
    "YearlyRetention.byWeekday: years must be a whole number of years from 1 to 99, got 0; keep the backups for a time in that range",
  ],
  [
    "a day in place of a list of days",
    () => MonthlyRetention.byDay({ months: 12, days: 1 as never }),
    "MonthlyRetention.byDay: days must be a list of days of the month, got 1; put the values in brackets",
  ],
  [
    "a flag that is no boolean",
    () => MonthlyRetention.byDay({ months: 12, includeLastDay: "yes" as never }),
    "MonthlyRetention.byDay: includeLastDay must be true or false, got 'yes'; set one of them, or leave it out",
  ],
  [
    "a time zone without a name",
    () => TimeZone.custom(""),
    "TimeZone.custom: windowsName must be the Windows name of a time zone, got ''; write the name out",
  ],
  [
    "a number in place of the name of a time zone",
    () => TimeZone.of(1 as never),
    "TimeZone.of: name must be an IANA or Windows time zone, such as 'Europe/Berlin' or 'W. Europe Standard Time', got 1; " +
      "correct its spelling and case, or pass a zone newer than this list to TimeZone.custom",
  ],
  [
    "no name of a time zone",
    () => TimeZone.of(undefined as never),
    "TimeZone.of: name must be an IANA or Windows time zone, such as 'Europe/Berlin' or 'W. Europe Standard Time', got nothing; " +
      "correct its spelling and case, or pass a zone newer than this list to TimeZone.custom",
  ],
  [
    "the name of a time zone in place of the zone",
    () => BackupSchedule.daily({ time: "22:00", timeZone: "UTC" as never }),
    "BackupSchedule.daily: timeZone must be a TimeZone, got 'UTC'; use TimeZone.UTC, or TimeZone.of(name)",
  ],
  [
    "hours in place of a window",
    () => BackupSchedule.hourly({ time: "08:00", window: 4 as never }),
    "BackupSchedule.hourly: window must be an HourlyWindow, got 4; " +
      "use a member of HourlyWindow, or HourlyWindow.of({ intervalHours, durationHours })",
  ],
  [
    "a time in place of a schedule",
    () => RetentionPreview.of({ ...DAILY, schedule: "22:00" as never }),
    "RetentionPreview.of: schedule must be a BackupSchedule, got '22:00'; " +
      "use BackupSchedule.daily({ time }), weekly({ time, weekdays }) or hourly({ time, window })",
  ],
  [
    "months in place of a monthly retention",
    () => of({ monthlyRetention: 12 as never }),
    "VmBackupPolicy 'stack/Policy': monthlyRetention must be a MonthlyRetention, got 12; use MonthlyRetention.byDay or byWeekday",
  ],
  [
    "years in place of a yearly retention",
    () => of({ yearlyRetention: 7 as never }),
    "VmBackupPolicy 'stack/Policy': yearlyRetention must be a YearlyRetention, got 7; use YearlyRetention.byDay or byWeekday",
  ],
  [
    "months in place of an archive tiering",
    () => of({ archiveTiering: 6 as never }),
    "VmBackupPolicy 'stack/Policy': archiveTiering must be an ArchiveTiering, got 6; " +
      "use ArchiveTiering.recommended() or afterMonths(months)",
  ],
  [
    "weeks in place of a weekly retention",
    () => of({ weeklyRetention: 12 as never }),
    "VmBackupPolicy 'stack/Policy': weeklyRetention must be an object such as { weeks: 12 }, got 12; write it in braces, or leave it out",
  ],
  [
    "a name in place of a group of snapshots",
    () => of({ instantRestoreResourceGroup: "rg" as never }),
    `VmBackupPolicy 'stack/Policy': instantRestoreResourceGroup must be an object such as { prefix: "rg-snapshots" }, got 'rg'; ` +
      "write it in braces, or leave it out",
  ],
  [
    "a text in place of a flag of a policy",
    () => of({ onlyCrashConsistent: "yes" as never }),
    "VmBackupPolicy 'stack/Policy': onlyCrashConsistent must be true or false, got 'yes'; set one of them, or leave it out",
  ],
  [
    "characters of a suffix that Azure does not allow, at its start",
    () => of({ instantRestoreResourceGroup: { prefix: "rg", suffix: "é1" } }),
    "VmBackupPolicy 'stack/Policy': instantRestoreResourceGroup.suffix must be letters, digits, '-', '_', '.' and parentheses that do not " +
      "end in '.', got 'é1'; set a suffix of these characters, or leave it out",
  ],
  [
    "a first day of a preview that does not exist",
    () => RetentionPreview.of(DAILY).backupsOn("2027-03-31", { since: "2027-02-29" }),
    "RetentionPreview.backupsOn: since must be a date that exists, YYYY-MM-DD, got '2027-02-29'; write it as '2027-01-31'",
  ],
  [
    "the id of a vault in place of the vault",
    () => new VmBackupPolicy(testStack(), "Policy", { ...DAILY, vault: VAULT_ID as never }),
    `VmBackupPolicy 'stack/Policy': vault must be a RecoveryServicesVault, declared or referred to, got '${VAULT_ID}'; ` +
      'use RecoveryServicesVault.fromVaultId(this, "Vault", id)',
  ],
  [
    "a path that is too long for the default name of a policy",
    () => new VmBackupPolicy(...inVault(longId)),
    `VmBackupPolicy 'stack/${longId}': policyName must be 3 to 150 letters, digits, '-', '_' and '!', starting with a letter, ` +
      `got 'stack-${longId}-Standard'; set policyName to one of that kind`,
  ],
  [
    "the id of a vault as that of a policy to import",
    () => {
      new VmBackupPolicy(...inVault("Policy")).importPolicy(VAULT_ID);
    },
    "VmBackupPolicy 'stack/Policy', importPolicy: policyId must be '<id of the vault>/backupPolicies/<name>', " +
      `got '${VAULT_ID}'; copy the policy's resource id`,
  ],
  [
    "the id of a policy in place of the policy of VMs",
    () => protectedBy(POLICY_ID),
    `ProtectedVms 'stack/Vms': policy must be a VmBackupPolicy, declared or referred to, got '${POLICY_ID}'; ` +
      'use VmBackupPolicy.fromPolicyId(this, "Policy", id)',
  ],
  [
    "a resource of azurerm in place of the policy of VMs",
    () => protectedBy(new VmBackupPolicy(...inVault("Policy")).resource),
    "ProtectedVms 'stack/Vms': policy must be a VmBackupPolicy, declared or referred to, got a BackupPolicyVm; " +
      'use VmBackupPolicy.fromPolicyId(this, "Policy", policy.id)',
  ],
];

test.each(CASES)("throws one problem, with what is allowed and what to do, for %s", (_, build, message) => {
  expect(refusal(build)).toBe(message);
});

test("does not warn about a time that is a token in a zone whose clock changes around midnight", () => {
  const time = unknownText(testStack(), "time");
  const timeZone = TimeZone.of("Asia/Beirut");
  expect(clockChangeWarnings(BackupSchedule.daily({ time: "23:30", timeZone }))).toHaveLength(1);
  expect(clockChangeWarnings(BackupSchedule.daily({ time, timeZone }))).toEqual([]);
});

test("a warning about clock changes names both periods of a zone", () => {
  const [warning] = clockChangeWarnings(BackupSchedule.daily({ time: "00:30", timeZone: TimeZone.of("Atlantic/Azores") }));
  expect(warning).toMatch(/^schedule: 00:30 is skipped or repeated on days with a clock change from 00:00 to 01:00 in /);
});

test("throws if two policies of a vault have the same name", () => {
  const stack = testStack();
  const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
  for (const id of ["One", "Two"]) new VmBackupPolicy(stack, id, { ...DAILY, vault, policyName: "nightly" });
  expect(refusal(() => synth(stack))).toContain(
    `policyName must be unique in the vault ${VAULT_ID}, got 'nightly', which 'stack/One' has too; set policyName of one of them`,
  );
});
