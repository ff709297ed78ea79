import * as v from "valibot";
import {
  BackupSchedule,
  HourlyWindow,
  Month,
  MonthlyRetention,
  RetentionKind,
  RetentionPreview,
  type VmBackupPolicyOptions,
  VmBackupPolicyPreset,
  Weekday,
  WeekOfMonth,
  YearlyRetention,
} from "../../../lib";
import { addDays } from "../../../lib/azure/utc-day";
import { policySchema } from "../../../lib/emulator/recovery-services/policies/policy-model";
import { policyExpiry } from "../../../lib/emulator/recovery-services/policies/retention";
import { unknownNumber } from "../../support/azure";
import { refusal, testStack } from "../../support/synth";
import { argumentsOf } from "./support/policy";
import { bodyOf } from "./support/service";

const time = "22:00";
const LONG = VmBackupPolicyPreset.dailyWeeklyMonthlyYearly7Years({ time });

test("returns thirty backups for thirty days, newest first", () => {
  const backups = RetentionPreview.of(VmBackupPolicyPreset.daily30Days({ time })).backupsOn("2027-03-31");
  expect(backups).toHaveLength(30);
  expect(backups[0]).toEqual({ day: "2027-03-31", expiresOn: "2027-04-30", keptBy: RetentionKind.DAILY });
  expect(backups.at(-1)?.day).toBe("2027-03-02");
});

test("returns the retention that keeps a backup the longest, and its end", () => {
  const preview = RetentionPreview.of(LONG);
  expect(preview.backupTakenOn("2027-01-01")).toEqual({ day: "2027-01-01", expiresOn: "2027-01-31", keptBy: "daily" });
  expect(preview.backupTakenOn("2027-01-10")).toEqual({ day: "2027-01-10", expiresOn: "2027-04-04", keptBy: "weekly" });
  expect(preview.backupTakenOn("2027-02-07")).toEqual({ day: "2027-02-07", expiresOn: "2028-02-07", keptBy: "monthly" });
  expect(preview.backupTakenOn("2027-01-03")).toEqual({ day: "2027-01-03", expiresOn: "2034-01-03", keptBy: "yearly" });
});

test("returns the number of backups of each retention after seven years", () => {
  const count: Record<string, number> = {};
  for (const { keptBy } of RetentionPreview.of(LONG).backupsOn("2035-06-15")) count[keptBy] = (count[keptBy] ?? 0) + 1;
  expect(count).toEqual({ daily: 26, weekly: 9, monthly: 11, yearly: 7 });
});

test("returns no backups before the day 'since'", () => {
  const days = RetentionPreview.of(LONG).backupsOn("2027-01-03", { since: "2027-01-01" });
  expect(days.map(({ day }) => day)).toEqual(["2027-01-03", "2027-01-02", "2027-01-01"]);
});

test("returns undefined for a day without a backup in a weekly schedule", () => {
  const preview = RetentionPreview.of(VmBackupPolicyPreset.weekly12Weeks({ time, weekdays: [Weekday.SUNDAY] }));
  expect(preview.backupTakenOn("2027-01-04")).toBeUndefined();
  expect(preview.backupsOn("2027-01-04")).toHaveLength(12);
});

test("includeLastDay includes the last of February, and one month later is still in February", () => {
  const preview = RetentionPreview.of({
    schedule: BackupSchedule.daily({ time }),
    dailyRetentionDays: 7,
    monthlyRetention: MonthlyRetention.byDay({ months: 1, includeLastDay: true }),
  });
  expect(preview.backupTakenOn("2028-01-31")).toMatchObject({ expiresOn: "2028-02-29", keptBy: "monthly" });
  expect(preview.backupTakenOn("2028-02-28")).toMatchObject({ keptBy: "daily" });
  expect(preview.backupTakenOn("2028-02-29")).toMatchObject({ expiresOn: "2028-03-29", keptBy: "monthly" });
});

const POLICIES: Record<string, VmBackupPolicyOptions> = {
  long: LONG,
  weekly: {
    schedule: BackupSchedule.weekly({ time, weekdays: [Weekday.FRIDAY, Weekday.TUESDAY] }),
    weeklyRetention: { weeks: 5 },
    monthlyRetention: MonthlyRetention.byWeekday({
      months: 7,
      weeks: [WeekOfMonth.LAST, WeekOfMonth.SECOND],
      weekdays: [Weekday.FRIDAY],
    }),
  },
  byDay: {
    schedule: BackupSchedule.hourly({ time, window: HourlyWindow.EVERY_4_HOURS_FOR_4_HOURS }),
    dailyRetentionDays: 40,
    monthlyRetention: MonthlyRetention.byDay({ months: 1, days: [1, 28], includeLastDay: true }),
    yearlyRetention: YearlyRetention.byDay({ years: 3, months: [Month.FEBRUARY, Month.AUGUST], includeLastDay: true }),
  },
};

test.each(Object.entries(POLICIES))("agrees with the emulated service on the expiry of each backup: %s", async (_, policy) => {
  const sent = v.parse(policySchema, await bodyOf(argumentsOf(policy)));
  const preview = RetentionPreview.of(policy);
  const days = Array.from({ length: 4 * 365 }, (__, index) => addDays("2027-01-01", index));
  const backups = days.flatMap((day) => preview.backupTakenOn(day) ?? []);
  expect(backups.length).toBeGreaterThan(400);
  expect(backups.map(({ day, expiresOn }) => [day, expiresOn])).toEqual(
    backups.map(({ day }) => {
      const expiry = policyExpiry(sent, { day, isLast: true }, Date.parse(`${day}T${time}:00Z`));
      return [day, new Date(expiry).toISOString().slice(0, 10)];
    }),
  );
});

describe("throws", () => {
  test("one error for an invalid policy that also has a token", () => {
    const wrong = { ...LONG, policyName: "1", dailyRetentionDays: unknownNumber(testStack(), "days") };
    expect(refusal(() => RetentionPreview.of(wrong))).toMatch(
      /^RetentionPreview\.of: 2 problems\n {2}- policyName must be .+\n {2}- dailyRetentionDays must be known while the stack is synthesized, .+$/,
    );
  });

  test.each(["2027-02-30", "1 March", ""])("for the day '%s'", (day) => {
    expect(refusal(() => RetentionPreview.of(LONG).backupsOn(day))).toBe(
      `RetentionPreview.backupsOn: day must be a date that exists, YYYY-MM-DD, got '${day}'; write it as '2027-01-31'`,
    );
    expect(refusal(() => RetentionPreview.of(LONG).backupTakenOn(day))).toContain("RetentionPreview.backupTakenOn: day must be");
  });
});
