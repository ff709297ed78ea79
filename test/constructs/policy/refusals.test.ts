import { Token } from "cdktf";
import {
  BackupSchedule,
  Month,
  MonthlyRetention,
  RecoveryServicesVault,
  RetentionPreview,
  TimeZone,
  VmBackupPolicy,
  type VmBackupPolicyOptions,
  VmBackupPolicyPreset,
  VmBackupPolicyType,
  Weekday,
  WeekOfMonth,
  YearlyRetention,
} from "../../../lib";
import { clockChangeWarnings } from "../../../lib/constructs/policy/clock-change";
import { POLICY_ID, unknownNumber, unknownText, VAULT_ID } from "../../support/azure";
import { refusal, testStack, warnings } from "../../support/synth";
import { policyOf } from "./support/policy";
import { DAILY, WEEKLY } from "./support/rule";

const { FIRST } = WeekOfMonth;
const { SUNDAY, WEDNESDAY } = Weekday;
const of = (options: Partial<VmBackupPolicyOptions>, base = DAILY) => policyOf({ ...base, ...options });
const keeping = (weekdays: Weekday[]) => ({ weeklyRetention: { weeks: 12, weekdays } });

/** What is refused, and everything that the error says after the name of the construct or class. */
const CASES: [string, () => unknown, string][] = [
  [
    "a weekday in another spelling in the retention of a weekly schedule",
    () => of(keeping(["sunday"] as never), WEEKLY),
    "weeklyRetention.weekdays must be one of Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday, got 'sunday'; use a member of Weekday",
  ],
  [
    "a weekday twice in the retention of a weekly schedule",
    () => of(keeping([SUNDAY, WEDNESDAY, SUNDAY]), WEEKLY),
    'weeklyRetention.weekdays must be the weekdays of the schedule, Wednesday, Sunday, got ["Sunday","Wednesday","Sunday"]; leave it out',
  ],
  [
    "a text in place of a list of weekdays",
    () => MonthlyRetention.byWeekday({ months: 12, weeks: [FIRST], weekdays: "Sunday" as never }),
    "weekdays must be at least one weekday, none twice, got 'Sunday'; name the days to keep",
  ],
  [
    "no week of the month",
    () => MonthlyRetention.byWeekday({ months: 12, weeks: [], weekdays: [SUNDAY] }),
    "weeks must be at least one week of the month, none twice, got []; name the weeks to keep",
  ],
  [
    "no month of the year",
    () => YearlyRetention.byDay({ years: 7, months: [], days: [1] }),
    "months must be at least one month, none twice, got []; name the months to keep",
  ],
  [
    "a number of years out of range",
    () => YearlyRetention.byWeekday({ years: 0, months: [Month.MAY], weeks: [FIRST], weekdays: [SUNDAY] }),
    "years must be a whole number of years from 1 to 99, got 0; keep the backups for a time in that range",
  ],
  [
    "a day in place of a list of days",
    () => MonthlyRetention.byDay({ months: 12, days: 1 as never }),
    "days must be a list of days of the month, got 1; put the values in brackets",
  ],
  [
    "a flag that is no boolean",
    () => MonthlyRetention.byDay({ months: 12, includeLastDay: "yes" as never }),
    "includeLastDay must be true or false",
  ],
  [
    "a time zone without a name",
    () => TimeZone.custom(""),
    "windowsName must be the Windows name of a time zone, got ''; write the name out",
  ],
  [
    "characters of a suffix that Azure does not allow, at its start",
    () => of({ instantRestoreResourceGroup: { prefix: "rg", suffix: "é1" } }),
    "instantRestoreResourceGroup.suffix must be letters, digits, '-', '_', '.' and parentheses that do not end in '.', got 'é1'; " +
      "set a suffix of these characters, or leave it out",
  ],
  [
    "a first day of a preview that does not exist",
    () => RetentionPreview.of(DAILY).backupsOn("2027-03-31", { since: "2027-02-29" }),
    "since must be a date that exists, YYYY-MM-DD, got '2027-02-29'; write it as '2027-01-31'",
  ],
];

test.each(CASES)("throws one problem, with what is allowed and what to do, for %s", (_, build, message) => {
  const text = refusal(build);
  expect(text.slice(text.indexOf(": ") + 2)).toMatch(new RegExp(`^${message.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}`));
  expect(text).not.toContain("problems");
});

/** A list that only the deployment knows. */
const unknownList = <T extends string>(name: string) => Token.asList(`\${var.${name}}`) as T[];
const byWeekday = (weekdays: Weekday[]) => MonthlyRetention.byWeekday({ months: 12, weeks: [FIRST], weekdays });

test.each<[string, () => unknown]>([
  ["the weekdays of a retention of a weekly schedule", () => of(keeping(unknownList("weekdays")), WEEKLY)],
  [
    "the weekdays of a weekly schedule, beside those of its retention",
    () =>
      of({ schedule: BackupSchedule.weekly({ time: "22:00", weekdays: unknownList("weekdays") }), ...keeping([SUNDAY]) }, WEEKLY),
  ],
  [
    "the weekdays of a monthly retention of a weekly schedule",
    () => of({ monthlyRetention: byWeekday(unknownList("w")) }, WEEKLY),
  ],
  ["the days of a retention", () => MonthlyRetention.byDay({ months: 12, days: Token.asNumberList("${var.days}") })],
])("accepts a token for %s", (_, build) => {
  expect(build).not.toThrow();
});

test("accepts a token for the days of snapshots of a weekly Standard policy, without a warning", () => {
  const stack = testStack();
  const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
  new VmBackupPolicy(stack, "Policy", { ...WEEKLY, vault, instantRestoreRetentionDays: unknownNumber(stack, "days") });
  const policyType = VmBackupPolicyType.ENHANCED;
  const dailyRetentionDays = unknownNumber(stack, "kept");
  new VmBackupPolicy(stack, "Daily", { ...DAILY, vault, policyType, dailyRetentionDays, instantRestoreRetentionDays: 8 });
  expect(warnings(stack)).toEqual([]);
});

test("says all of a warning about snapshots that are kept longer than their backups", () => {
  const stack = testStack();
  const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
  const policyType = VmBackupPolicyType.ENHANCED;
  new VmBackupPolicy(stack, "Policy", { ...DAILY, vault, policyType, dailyRetentionDays: 7, instantRestoreRetentionDays: 8 });
  expect(warnings(stack)).toEqual([
    "instantRestoreRetentionDays should be at most dailyRetentionDays, 7, got 8; do not keep snapshots longer than their backups",
  ]);
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

describe("a preview throws about a token in", () => {
  const unknown = () => unknownNumber(testStack(), "number");

  test.each<[string, () => Partial<VmBackupPolicyOptions>]>([
    ["schedule", () => ({ schedule: BackupSchedule.weekly({ time: "22:00", weekdays: unknownList("list") }) })],
    ["weeklyRetention", () => ({ weeklyRetention: { weeks: unknown() } })],
    ["weeklyRetention", () => keeping(unknownList("list"))],
    ["monthlyRetention", () => ({ monthlyRetention: byWeekday(unknownList("list")) })],
    [
      "monthlyRetention",
      () => ({ monthlyRetention: MonthlyRetention.byWeekday({ months: unknown(), weeks: [FIRST], weekdays: [SUNDAY] }) }),
    ],
    [
      "yearlyRetention",
      () => ({
        yearlyRetention: YearlyRetention.byWeekday({ years: unknown(), months: [Month.MAY], weeks: [FIRST], weekdays: [SUNDAY] }),
      }),
    ],
    [
      "yearlyRetention",
      () => ({
        yearlyRetention: YearlyRetention.byWeekday({ years: 7, months: unknownList("list"), weeks: [FIRST], weekdays: [SUNDAY] }),
      }),
    ],
    [
      "yearlyRetention",
      () => ({
        yearlyRetention: YearlyRetention.byWeekday({
          years: 7,
          months: [Month.MAY],
          weeks: unknownList("list"),
          weekdays: [SUNDAY],
        }),
      }),
    ],
  ])("%s: %#", (path, options) => {
    const weekly = VmBackupPolicyPreset.weekly12Weeks({ time: "22:00", weekdays: [SUNDAY] });
    expect(refusal(() => RetentionPreview.of({ ...weekly, ...options() }))).toBe(
      `RetentionPreview.of: ${path} must be known while the stack is synthesized, got a token; use a literal value`,
    );
  });
});

test("throws if the resource of a policy that is referred to is asked for", () => {
  const policy = VmBackupPolicy.fromPolicyId(testStack(), "Policy", POLICY_ID);
  expect(refusal(() => policy.resource)).toMatch(
    /^'stack\/Policy': resource must be that of a VmBackupPolicy which the app declares/,
  );
});
