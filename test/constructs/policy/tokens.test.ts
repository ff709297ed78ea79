import { Token } from "cdktf";
import {
  BackupSchedule,
  Month,
  MonthlyRetention,
  RecoveryServicesVault,
  RetentionPreview,
  VmBackupPolicy,
  type VmBackupPolicyOptions,
  VmBackupPolicyPreset,
  VmBackupPolicyType,
  Weekday,
  WeekOfMonth,
  YearlyRetention,
} from "../../../lib";
import { unknownNumber, VAULT_ID } from "../../support/azure";
import { refusal, testStack, warnings } from "../../support/synth";
import { policyOf } from "./support/policy";
import { DAILY, WEEKLY } from "./support/rule";

/** What only the deployment knows: policies take it, and a preview refuses it. */

const { FIRST } = WeekOfMonth;
const { SUNDAY } = Weekday;
const of = (options: Partial<VmBackupPolicyOptions>, base = DAILY) => policyOf({ ...base, ...options });
const unknownWeekday = (): Weekday => "${var.weekday}" as never;
const keeping = (weekdays: Weekday[]) => ({ weeklyRetention: { weeks: 12, weekdays } });

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
  ["a weekday of a retention of a weekly schedule, twice", () => of(keeping(Array(2).fill(unknownWeekday()) as never), WEEKLY)],
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

describe("a preview throws about a token in", () => {
  const unknown = () => unknownNumber(testStack(), "number");

  test.each<[string, () => Partial<VmBackupPolicyOptions>]>([
    ["schedule", () => ({ schedule: BackupSchedule.weekly({ time: "22:00", weekdays: unknownList("list") }) })],
    ["weeklyRetention", () => ({ weeklyRetention: { weeks: unknown() } })],
    ["weeklyRetention", () => keeping(unknownList("list"))],
    ["weeklyRetention", () => keeping([SUNDAY, unknownWeekday()])],
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
