import { policyExpiry, type RetainedRun } from "../../../lib/emulator/recovery-services/policies/retention";
import type { PolicyProperties } from "../../../lib/emulator/recovery-services/policies/policy-model";
import { DAY } from "./records";

const during = (count: number): object => ({ retentionDuration: { count } });
const byDay = (...daysOfTheMonth: { date: number; isLast?: boolean }[]): object => ({
  retentionScheduleFormatType: "Daily",
  retentionScheduleDaily: { daysOfTheMonth },
});
const byWeekday = (daysOfTheWeek: string[], weeksOfTheMonth: string[]): object => ({
  retentionScheduleFormatType: "Weekly",
  retentionScheduleWeekly: { daysOfTheWeek, weeksOfTheMonth },
});

/** The days for which the recovery point of a run is kept. */
function daysOf(retentionPolicy: object, run: RetainedRun | string, more: object = {}): number {
  const retained = typeof run === "string" ? { day: run } : run;
  return policyExpiry({ retentionPolicy, ...more } as unknown as PolicyProperties, retained, 0) / DAY;
}

// 1 November 2026 is a Sunday.
test.each<[string, object, string, number]>([
  ["no retention", {}, "2026-11-01", 0],
  ["days", { dailySchedule: during(30) }, "2026-11-02", 30],
  ["weeks on a chosen weekday", { weeklySchedule: { daysOfTheWeek: ["Sunday"], ...during(12) } }, "2026-11-01", 84],
  ["weeks on another weekday", { weeklySchedule: { daysOfTheWeek: ["Sunday"], ...during(12) } }, "2026-11-02", 0],
  ["weeks without a weekday", { weeklySchedule: { daysOfTheWeek: null, ...during(12) } }, "2026-11-02", 0],
  ["months on a chosen day", { monthlySchedule: { ...byDay({ date: 1 }), ...during(1) } }, "2026-11-01", 30],
  ["months on another day", { monthlySchedule: { ...byDay({ date: 1 }), ...during(1) } }, "2026-11-02", 0],
  ["months on the last day", { monthlySchedule: { ...byDay({ date: 0, isLast: true }), ...during(1) } }, "2026-11-30", 30],
  ["months on the day before it", { monthlySchedule: { ...byDay({ date: 0, isLast: true }), ...during(1) } }, "2026-11-29", 0],
  ["months on the first Sunday", { monthlySchedule: { ...byWeekday(["Sunday"], ["First"]), ...during(2) } }, "2026-11-01", 61],
  ["months on the second Sunday", { monthlySchedule: { ...byWeekday(["Sunday"], ["First"]), ...during(2) } }, "2026-11-08", 0],
  ["months on the first Monday", { monthlySchedule: { ...byWeekday(["Sunday"], ["First"]), ...during(2) } }, "2026-11-02", 0],
  ["months on the last Sunday", { monthlySchedule: { ...byWeekday(["Sunday"], ["Last"]), ...during(1) } }, "2026-11-29", 30],
  [
    "months on the last Saturday, which is also the fourth",
    { monthlySchedule: { ...byWeekday(["Saturday"], ["Last"]), ...during(1) } },
    "2026-02-28",
    28,
  ],
  [
    "months on no days",
    { monthlySchedule: { retentionScheduleFormatType: "Daily", retentionScheduleDaily: {}, ...during(1) } },
    "2026-11-01",
    0,
  ],
  ["months without days", { monthlySchedule: { retentionScheduleFormatType: "Daily", ...during(1) } }, "2026-11-01", 0],
  ["months without weekdays", { monthlySchedule: { retentionScheduleFormatType: "Weekly", ...during(1) } }, "2026-11-01", 0],
  [
    "years in a chosen month",
    { yearlySchedule: { monthsOfYear: ["November"], ...byDay({ date: 1 }), ...during(2) } },
    "2026-11-01",
    731,
  ],
  [
    "years in another month",
    { yearlySchedule: { monthsOfYear: ["January"], ...byDay({ date: 1 }), ...during(2) } },
    "2026-11-01",
    0,
  ],
  [
    "years on another day",
    { yearlySchedule: { monthsOfYear: ["November"], ...byDay({ date: 1 }), ...during(2) } },
    "2026-11-02",
    0,
  ],
])("keeps a recovery point for %s", (_, retentionPolicy, day, days) => {
  expect(daysOf(retentionPolicy, day)).toBe(days);
});

test("keeps a recovery point for the longest of all retentions of its day", () => {
  const all = {
    dailySchedule: during(7),
    weeklySchedule: { daysOfTheWeek: ["Sunday"], ...during(4) },
    monthlySchedule: { ...byDay({ date: 1 }), ...during(12) },
  };
  expect(["2026-11-01", "2026-11-08", "2026-11-09"].map((day) => daysOf(all, day))).toEqual([365, 28, 7]);
});

test("keeps a run that is not the last of its day as long as its snapshot", () => {
  const retention = { dailySchedule: during(30) };
  const run = { day: "2026-11-02", isLast: false };
  expect([daysOf(retention, run), daysOf(retention, run, { instantRpRetentionRangeInDays: 5 })]).toEqual([2, 5]);
  expect([{ ...run, isLast: true }, { day: run.day }].map((one) => daysOf(retention, one))).toEqual([30, 30]);
});
