import * as v from "valibot";
import { usesLegacyFormat } from "../../../lib/emulator/recovery-services/legacy-format";
import { usesNewerFormat } from "../../../lib/emulator/recovery-services/newer-format";
import { policySchema, type PolicyProperties } from "../../../lib/emulator/recovery-services/policies/policy-model";
import { brokenRules } from "../../../lib/emulator/recovery-services/policies/policy-rules";
import { nextScheduledRun, runsOf } from "../../../lib/emulator/recovery-services/policies/schedule-runs";
import { DAY } from "./records";

const T = "2026-11-22T23:00:00Z";
const during = (count: number, durationType: string, times: string[] | null = [T]) => ({
  retentionTimes: times,
  retentionDuration: { count, durationType },
});
const days = (count: number, times: string[] | null = [T]) => during(count, "Days", times);
const weeks = (count: number, ...daysOfTheWeek: string[]) => ({ ...during(count, "Weeks"), daysOfTheWeek });
const months = (count: number, format: object) => ({ ...during(count, "Months"), ...format });
const years = (count: number, format: object, monthsOfYear: string[] | null = ["January"]) => ({
  ...during(count, "Years"),
  ...format,
  monthsOfYear,
});
const byDay = (...daysOfTheMonth: object[]) => ({
  retentionScheduleFormatType: "Daily",
  retentionScheduleDaily: { daysOfTheMonth },
});
const byWeekday = (daysOfTheWeek: string[], weeksOfTheMonth = ["First"]) => ({
  retentionScheduleFormatType: "Weekly",
  retentionScheduleWeekly: { daysOfTheWeek, weeksOfTheMonth },
});
const FIRST = byDay({ date: 1 });

const standard = (times: string[] | null = [T]) => ({
  ...{ schedulePolicyType: "SimpleSchedulePolicy", scheduleRunFrequency: "Daily", scheduleRunTimes: times },
});
const enhanced = (frequency: string, more: object) => ({
  policyType: "V2",
  schedulePolicy: { schedulePolicyType: "SimpleSchedulePolicyV2", scheduleRunFrequency: frequency, ...more },
});
const windowOf = (interval: number, scheduleWindowDuration: number, scheduleWindowStartTime = T) => ({
  hourlySchedule: { interval, scheduleWindowStartTime, scheduleWindowDuration },
});
const hourly = (...window: Parameters<typeof windowOf>) => enhanced("Hourly", windowOf(...window));
const kept = (retention: object) => ({
  retentionPolicy: { retentionPolicyType: "LongTermRetentionPolicy", dailySchedule: days(30), ...retention },
});
const onDays = (...scheduleRunDays: string[]) => ({
  schedulePolicy: { ...standard(), scheduleRunFrequency: "Weekly", scheduleRunDays },
});
/** A weekly policy of Sunday and Wednesday. */
const weekly = (retention: object = {}) => ({
  ...onDays("Sunday", "Wednesday"),
  ...kept({ dailySchedule: null, weeklySchedule: weeks(4, "Sunday", "Wednesday"), ...retention }),
});
const tier = (tieringMode: string, duration?: number, durationType?: string) => ({
  tieringPolicy: { ArchivedRP: { tieringMode, duration, durationType } },
});
const inMonths = (count: number) => kept({ monthlySchedule: months(count, FIRST) });

/** A Standard policy with a daily backup that is kept for 30 days, changed. */
const policyOf = (more: object): PolicyProperties =>
  v.parse(policySchema, { backupManagementType: "AzureIaasVM", schedulePolicy: standard(), ...kept({}), ...more });

test.each<[object, string[]]>([
  [{}, []],
  [{ policyType: "V1", timeZone: "UTC" }, []],
  [enhanced("Daily", { dailySchedule: { scheduleRunTimes: [T] } }), []],
  [
    enhanced("Weekly", { weeklySchedule: null }),
    [
      "a schedule must have exactly one time",
      "a weekly schedule needs its days",
      "a weekly schedule cannot have daily retention",
      "a weekly schedule needs weekly retention",
      "the retentionTimes of dailySchedule are not the schedule's time",
    ],
  ],
  [
    enhanced("Daily", { dailySchedule: null }),
    ["a schedule must have exactly one time", "the retentionTimes of dailySchedule are not the schedule's time"],
  ],
  [{ policyType: "V2" }, ["policyType V2 needs schedulePolicyType SimpleSchedulePolicyV2"]],
  [{ ...hourly(4, 12), policyType: undefined }, ["policyType V1 needs schedulePolicyType SimpleSchedulePolicy"]],
  [{ ...hourly(4, 12), policyType: "V1" }, ["policyType V1 needs schedulePolicyType SimpleSchedulePolicy"]],
  [
    { schedulePolicy: standard(null) },
    ["a schedule must have exactly one time", "the retentionTimes of dailySchedule are not the schedule's time"],
  ],
  [{ schedulePolicy: standard(["2026-11-22T23:00:00.0000000Z"]) }, []],
  [{ schedulePolicy: standard(["2026-11-22T23:30:00Z"]), ...kept({ dailySchedule: days(30, ["2026-11-22T23:30:00Z"]) }) }, []],
  [
    { schedulePolicy: standard([T, "2026-11-22T22:15:00Z"]), ...kept({ dailySchedule: days(30, [T, "2026-11-22T22:15:00Z"]) }) },
    ["a schedule must have exactly one time", "a schedule's time must be on the hour or half past it"],
  ],
  [{ timeZone: "Europe/Berlin" }, ["timeZone 'Europe/Berlin' is not a Windows time zone"]],
  [hourly(4, 4), []],
  [hourly(6, 24), []],
  [hourly(8, 24), []],
  [hourly(12, 24), []],
  [hourly(4, 3), ["scheduleWindowDuration is 3: use 4 to 24", "scheduleWindowDuration 3 is not a multiple of interval 4"]],
  [hourly(4, 28), ["scheduleWindowDuration is 28: use 4 to 24"]],
  [hourly(3, 12), ["interval is 3: use 4, 6, 8, 12"]],
])("a schedule %# breaks exactly its rules", (policy, rules) => {
  expect(brokenRules(policyOf(policy))).toEqual(rules);
});

const notOn = (kind: string) => `the retentionTimes of ${kind} are not the schedule's time`;

test.each<[object, string[]]>([
  [kept({ dailySchedule: days(7) }), []],
  [kept({ dailySchedule: days(9999) }), []],
  [kept({ dailySchedule: days(10_000) }), ["daily retention is 10000: use 7 to 9999"]],
  [kept({ dailySchedule: days(30, null) }), [notOn("dailySchedule")]],
  [kept({ dailySchedule: days(30, [T, T]) }), [notOn("dailySchedule")]],
  [kept({ weeklySchedule: weeks(1, "Sunday") }), []],
  [kept({ weeklySchedule: weeks(5163, "Sunday") }), []],
  [kept({ weeklySchedule: weeks(0, "Sunday") }), ["weekly retention is 0: use 1 to 5163"]],
  [kept({ weeklySchedule: { ...weeks(4), daysOfTheWeek: null } }), ["the days of weekly retention are missing"]],
  [kept({ weeklySchedule: weeks(4, "Sunday", "Sunday") }), ["the days of weekly retention have a duplicate"]],
  [kept({ weeklySchedule: { ...weeks(4, "Sunday"), retentionTimes: ["2026-11-22T22:00:00Z"] } }), [notOn("weeklySchedule")]],
  [inMonths(1), []],
  [inMonths(1188), []],
  [inMonths(0), ["monthly retention is 0: use 1 to 1188"]],
  [inMonths(1189), ["monthly retention is 1189: use 1 to 1188"]],
  [kept({ monthlySchedule: months(1, byDay({ date: 28 }, { date: 0, isLast: true })) }), []],
  [kept({ monthlySchedule: months(1, byDay({ date: 0 })) }), ["monthly retention is for day 0: use 1 to 28, or the last day"]],
  [kept({ monthlySchedule: months(1, byDay({ date: 29 })) }), ["monthly retention is for day 29: use 1 to 28, or the last day"]],
  [kept({ monthlySchedule: months(1, byDay({ date: 1 }, { date: 1 })) }), ["the days of monthly retention have a duplicate"]],
  [
    kept({ monthlySchedule: months(1, byDay({ date: 0, isLast: true }, { date: 5, isLast: true })) }),
    ["the days of monthly retention have a duplicate"],
  ],
  [kept({ monthlySchedule: months(1, { retentionScheduleFormatType: "Daily" }) }), ["the days of monthly retention are missing"]],
  [
    kept({ monthlySchedule: months(1, { retentionScheduleFormatType: "Daily", retentionScheduleDaily: {} }) }),
    ["the days of monthly retention are missing"],
  ],
  [
    kept({ monthlySchedule: months(1, { retentionScheduleFormatType: "Weekly" }) }),
    ["the weekdays of monthly retention are missing", "the weeks of monthly retention are missing"],
  ],
  [
    kept({ monthlySchedule: months(1, byWeekday(["Sunday"], ["First", "First"])) }),
    ["the weeks of monthly retention have a duplicate"],
  ],
  [kept({ yearlySchedule: years(1, FIRST) }), []],
  [kept({ yearlySchedule: years(99, FIRST) }), []],
  [kept({ yearlySchedule: years(0, FIRST) }), ["yearly retention is 0: use 1 to 99"]],
  [kept({ yearlySchedule: years(1, FIRST, null) }), ["the months of yearly retention are missing"]],
  [kept({ yearlySchedule: years(1, FIRST, ["May", "May"]) }), ["the months of yearly retention have a duplicate"]],
  [kept({ yearlySchedule: years(1, byDay({ date: 30 })) }), ["yearly retention is for day 30: use 1 to 28, or the last day"]],
  [kept({ monthlySchedule: { ...months(1, FIRST), retentionTimes: null } }), [notOn("monthlySchedule")]],
  [kept({ yearlySchedule: { ...years(1, FIRST), retentionTimes: [] } }), [notOn("yearlySchedule")]],
  [weekly(), []],
  [weekly({ weeklySchedule: weeks(4, "Wednesday", "Sunday") }), []],
  [
    weekly({ weeklySchedule: weeks(4, "Sunday", "Monday") }),
    ["weekly retention must have exactly the days of the weekly schedule"],
  ],
  [
    weekly({ weeklySchedule: { ...weeks(4), daysOfTheWeek: null } }),
    ["the days of weekly retention are missing", "weekly retention must have exactly the days of the weekly schedule"],
  ],
  [weekly({ monthlySchedule: months(1, byWeekday(["Sunday"])) }), []],
  [
    weekly({ monthlySchedule: months(1, byWeekday(["Sunday", "Monday"])) }),
    ["monthly retention is for weekdays on which the weekly schedule does not run"],
  ],
  [
    weekly({ monthlySchedule: months(1, { retentionScheduleFormatType: "Weekly" }) }),
    ["the weekdays of monthly retention are missing", "the weeks of monthly retention are missing"],
  ],
  [
    weekly({ yearlySchedule: years(1, FIRST) }),
    ["yearly retention of a weekly schedule must be by weekday, not by day of the month"],
  ],
])("retention %# breaks exactly its rules", (policy, rules) => {
  expect(brokenRules(policyOf(policy))).toEqual(rules);
});

const NO_DURATION = "tieringMode TierAfter needs a duration and its durationType";
const TOO_SHORT = "tiering needs monthly or yearly retention of at least 9 months";

test.each<[object, string[]]>([
  [{ instantRpRetentionRangeInDays: null }, []],
  [{ instantRpRetentionRangeInDays: 0 }, ["instantRpRetentionRangeInDays is 0: use 1 to 5"]],
  [{ instantRpRetentionRangeInDays: 1 }, []],
  [{ ...hourly(4, 12), instantRpRetentionRangeInDays: 30 }, []],
  [{ ...weekly(), instantRpRetentionRangeInDays: 5 }, []],
  [{ ...tier("DoNotTier", 1, "Days"), ...inMonths(1) }, []],
  [{ ...tier("Invalid"), ...inMonths(1) }, []],
  [{ ...tier("TierAfter", 3, "Months"), ...inMonths(9) }, []],
  [{ ...tier("TierAfter", 0, "Months"), ...inMonths(9) }, [NO_DURATION]],
  [{ ...tier("TierAfter", 3), ...inMonths(9) }, [NO_DURATION]],
  [{ ...tier("TierAfter", 3, "Invalid"), ...inMonths(9) }, [NO_DURATION]],
  [{ ...tier("TierAfter", undefined, "Months"), ...inMonths(9) }, [NO_DURATION]],
  [{ ...tier("TierAfter", 3, "Fortnights"), ...inMonths(9) }, ["tiering after 3 Fortnights is too early: use 3 months or more"]],
  [{ ...tier("TierRecommended", 1, "Months"), ...inMonths(9) }, ["tieringMode TierRecommended cannot have a duration"]],
  [{ ...tier("TierRecommended", 0, "Invalid"), ...inMonths(9) }, []],
  [{ ...tier("TierRecommended"), ...inMonths(8) }, [TOO_SHORT]],
  [
    { ...tier("TierAfter", 1, "Months"), ...inMonths(8) },
    ["tiering after 1 Months is too early: use 3 months or more", TOO_SHORT],
  ],
  [{ ...tier("TierAfter", 100, "Days"), ...inMonths(9) }, ["tiering needs monthly or yearly retention of at least 10 months"]],
  [{ ...tier("TierAfter", 3, "Months"), ...kept({ yearlySchedule: years(1, FIRST) }) }, []],
])("snapshots and tiers %# breaks exactly its rules", (policy, rules) => {
  expect(brokenRules(policyOf(policy))).toEqual(rules);
});

test.each<[string, object, string[]]>([
  [
    "with decimals of a second",
    { schedulePolicy: standard(["2026-11-22T23:00:00.0000000Z"]) },
    ["2026-11-23T23:00", "2026-11-24T23:00"],
  ],
  ["without a date", { schedulePolicy: standard(["08:30:00Z"]) }, ["2026-11-23T08:30", "2026-11-24T08:30"]],
  [
    "in its time zone",
    { schedulePolicy: standard(), timeZone: "W. Europe Standard Time" },
    ["2026-11-23T22:00", "2026-11-24T22:00"],
  ],
  ["in UTC, without a known zone", { schedulePolicy: standard(), timeZone: "none" }, ["2026-11-23T23:00", "2026-11-24T23:00"]],
  [
    "on its days",
    { ...enhanced("Weekly", { weeklySchedule: { scheduleRunTimes: [T], scheduleRunDays: ["Tuesday"] } }) },
    ["2026-11-24T23:00"],
  ],
  [
    "daily, though it has a window",
    { schedulePolicy: { ...standard(), ...windowOf(4, 12) } },
    ["2026-11-23T23:00", "2026-11-24T23:00"],
  ],
  ["never, without days", { ...enhanced("Weekly", { weeklySchedule: { scheduleRunTimes: [T] } }) }, []],
  ["never, without a week", enhanced("Weekly", {}), []],
  ["never, without a window", enhanced("Hourly", {}), []],
  [
    "in its window",
    hourly(12, 24, "2026-11-22T08:00:00.000Z"),
    ["2026-11-23T08:00", "2026-11-23T20:00", "2026-11-24T08:00", "2026-11-24T20:00"],
  ],
])("a schedule runs %s", (_, more, expected) => {
  const policy = policyOf(more);
  const from = Date.parse("2026-11-23T00:00:00Z");
  const runs = runsOf(policy, from, from + 2 * DAY).map(({ time }) => time);
  expect(runs.map((time) => new Date(time).toISOString().slice(0, 16))).toEqual(expected);
  expect(nextScheduledRun(policy, from)).toBe(runs[0] ?? Infinity);
});

test("an answer has the format of its api-version", () => {
  const versions = ["2021-12-01", "2023-12-31", "2024-01-01", "2025-02-01", "2026-05-01", "2026-07-01-preview"];
  expect(versions.map(usesLegacyFormat)).toEqual([true, true, false, false, false, false]);
  expect(versions.map(usesNewerFormat)).toEqual([false, false, false, false, true, true]);
});
