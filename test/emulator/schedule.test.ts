import type { PolicyProperties } from "../../lib/emulator/recovery-services/policies/policy-model";
import { policyExpiry } from "../../lib/emulator/recovery-services/policies/retention";
import { nextScheduledRun, runsOf } from "../../lib/emulator/recovery-services/policies/schedule-runs";

const time = (text: string) => Date.parse(text);
const written = (instant: number) => new Date(instant).toISOString().slice(0, 16);
const DAYS = (count: number) => ({ retentionDuration: { count, durationType: "Days" as const } });

const daily: PolicyProperties = {
  backupManagementType: "AzureIaasVM",
  policyType: "V2",
  timeZone: "UTC",
  schedulePolicy: {
    schedulePolicyType: "SimpleSchedulePolicyV2",
    scheduleRunFrequency: "Daily",
    dailySchedule: { scheduleRunTimes: ["2026-01-01T23:00:00Z"] },
  },
  retentionPolicy: { retentionPolicyType: "LongTermRetentionPolicy", dailySchedule: DAYS(7) },
};
const weekly: PolicyProperties = {
  ...daily,
  schedulePolicy: {
    schedulePolicyType: "SimpleSchedulePolicy",
    scheduleRunFrequency: "Weekly",
    scheduleRunDays: ["Sunday", "Wednesday"],
    scheduleRunTimes: ["2026-01-01T08:30:00Z"],
  },
};
const hourly: PolicyProperties = {
  ...daily,
  schedulePolicy: {
    schedulePolicyType: "SimpleSchedulePolicyV2",
    scheduleRunFrequency: "Hourly",
    hourlySchedule: { interval: 4, scheduleWindowStartTime: "2026-01-01T20:00:00Z", scheduleWindowDuration: 12 },
  },
};

describe("a schedule", () => {
  const runs = (policy: PolicyProperties, after: string, upTo: string) =>
    runsOf(policy, time(after), time(upTo)).map((run) => written(run.time));

  test("runs daily, after the one moment and up to the other", () => {
    expect(runs(daily, "2026-11-22T23:00:00Z", "2026-11-24T23:00:00Z")).toEqual(["2026-11-23T23:00", "2026-11-24T23:00"]);
    expect(written(nextScheduledRun(daily, time("2026-11-22T23:00:00Z")))).toBe("2026-11-23T23:00");
  });

  test("runs on its weekdays", () => {
    expect(runs(weekly, "2026-11-20T00:00:00Z", "2026-11-30T00:00:00Z")).toEqual([
      "2026-11-22T08:30",
      "2026-11-25T08:30",
      "2026-11-29T08:30",
    ]);
  });

  test("runs every few hours of its window, which may end on the next day", () => {
    const found = runsOf(hourly, time("2026-11-22T19:00:00Z"), time("2026-11-23T21:00:00Z"));
    expect(found.map((run) => [written(run.time), run.day, run.isLast])).toEqual([
      ["2026-11-22T20:00", "2026-11-22", false],
      ["2026-11-23T00:00", "2026-11-22", false],
      ["2026-11-23T04:00", "2026-11-22", true],
      ["2026-11-23T20:00", "2026-11-23", false],
    ]);
  });

  test.each([
    ["W. Europe Standard Time", ["2026-10-24T21:00", "2026-10-25T22:00"]],
    ["New Zealand Standard Time", ["2026-10-24T10:00", "2026-10-25T10:00"]],
  ])("goes by the clocks of its time zone, summer time and all: %s", (timeZone, expected) => {
    expect(runs({ ...daily, timeZone }, "2026-10-24T00:00:00Z", "2026-10-25T23:30:00Z")).toEqual(expected);
  });
});

describe("a retention", () => {
  const format = { retentionScheduleFormatType: "Weekly" as const };
  const policy: PolicyProperties = {
    ...daily,
    retentionPolicy: {
      retentionPolicyType: "LongTermRetentionPolicy",
      dailySchedule: DAYS(7),
      weeklySchedule: { daysOfTheWeek: ["Sunday"], retentionDuration: { count: 4, durationType: "Weeks" } },
      monthlySchedule: {
        ...format,
        retentionScheduleWeekly: { daysOfTheWeek: ["Sunday"], weeksOfTheMonth: ["First", "Last"] },
        retentionDuration: { count: 3, durationType: "Months" },
      },
      yearlySchedule: {
        retentionScheduleFormatType: "Daily",
        retentionScheduleDaily: { daysOfTheMonth: [{ date: 0, isLast: true }] },
        monthsOfYear: ["February"],
        retentionDuration: { count: 2, durationType: "Years" },
      },
    },
  };
  const kept = (day: string, isLast = true) => {
    const at = time(`${day}T23:00:00Z`);
    return written(policyExpiry(policy, { day, isLast }, at)).slice(0, 10);
  };

  test.each([
    ["a weekday for 7 days", "2026-11-23", "2026-11-30"],
    ["a Sunday for 4 weeks", "2026-11-15", "2026-12-13"],
    ["the first Sunday of a month for 3 months", "2026-11-01", "2027-02-01"],
    ["the last Sunday of a month for 3 months", "2026-11-29", "2027-02-28"],
    ["the last day of February for 2 years", "2028-02-29", "2030-02-28"],
    ["the last day of March for 7 days", "2026-03-31", "2026-04-07"],
  ])("keeps %s", (_, day, expected) => {
    expect(kept(day)).toBe(expected);
  });

  test("keeps the earlier backups of an hourly day as long as their snapshots", () => {
    expect(kept("2026-11-15", false)).toBe("2026-11-17");
  });
});
