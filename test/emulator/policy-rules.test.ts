import * as v from "valibot";
import { policySchema, type PolicyProperties } from "../../lib/emulator/recovery-services/policies/policy-model";
import { brokenRules } from "../../lib/emulator/recovery-services/policies/policy-rules";

const T = "2026-11-22T23:00:00Z";
const days = (count: number) => ({ retentionTimes: [T], retentionDuration: { count, durationType: "Days" } });
const weeks = (daysOfTheWeek: string[], count = 4) => ({
  daysOfTheWeek,
  retentionTimes: [T],
  retentionDuration: { count, durationType: "Weeks" },
});
const byWeekday = (daysOfTheWeek: string[], weeksOfTheMonth = ["First"]) => ({
  retentionScheduleFormatType: "Weekly",
  retentionScheduleWeekly: { daysOfTheWeek, weeksOfTheMonth },
  retentionTimes: [T],
});
const byDay = (...daysOfTheMonth: { date: number; isLast: boolean }[]) => ({
  retentionScheduleFormatType: "Daily",
  retentionScheduleDaily: { daysOfTheMonth },
  retentionTimes: [T],
});
const months = { retentionDuration: { count: 12, durationType: "Months" } };
const years = { monthsOfYear: ["January"], retentionDuration: { count: 10, durationType: "Years" } };
const kept = (retention: object) => ({ retentionPolicyType: "LongTermRetentionPolicy", ...retention });

const standard = {
  schedulePolicyType: "SimpleSchedulePolicy",
  scheduleRunFrequency: "Daily",
  scheduleRunTimes: [T],
  scheduleRunDays: [],
};
const daily = { policyType: "V1", schedulePolicy: standard, retentionPolicy: kept({ dailySchedule: days(30) }) };
const weekly = {
  policyType: "V1",
  schedulePolicy: { ...standard, scheduleRunFrequency: "Weekly", scheduleRunDays: ["Sunday", "Wednesday"] },
  retentionPolicy: kept({ weeklySchedule: weeks(["Sunday", "Wednesday"]) }),
};
const window = (interval: number, scheduleWindowDuration: number) => ({
  policyType: "V2",
  schedulePolicy: {
    schedulePolicyType: "SimpleSchedulePolicyV2",
    scheduleRunFrequency: "Hourly",
    hourlySchedule: { interval, scheduleWindowStartTime: T, scheduleWindowDuration },
  },
});
const hourly = { ...window(4, 12), retentionPolicy: kept({ dailySchedule: days(30) }) };
const tier = (tieringMode: string, duration = 0, durationType = "Invalid") => ({
  tieringPolicy: { ArchivedRP: { tieringMode, duration, durationType } },
});
const dailyWith = (retention: object) => ({ ...daily, retentionPolicy: kept({ dailySchedule: days(30), ...retention }) });
const weeklyWith = (retention: object) => ({
  ...weekly,
  retentionPolicy: kept({ weeklySchedule: weeks(["Sunday", "Wednesday"]), ...retention }),
});

const tiered = (monthly: number, yearly?: number) =>
  dailyWith({
    monthlySchedule: {
      ...byWeekday(["Sunday"]),
      retentionDuration: { count: monthly, durationType: "Months" },
    },
    ...(yearly === undefined
      ? {}
      : {
          yearlySchedule: {
            ...byWeekday(["Sunday"]),
            ...years,
            retentionDuration: { count: yearly, durationType: "Years" },
          },
        }),
  });
const weeklyV2 = {
  ...weekly,
  policyType: "V2",
  schedulePolicy: {
    schedulePolicyType: "SimpleSchedulePolicyV2",
    scheduleRunFrequency: "Weekly",
    weeklySchedule: { scheduleRunDays: ["Sunday", "Wednesday"], scheduleRunTimes: [T] },
  },
};

function rulesBrokenBy(policy: object): string[] {
  return brokenRules(
    v.parse(policySchema, { backupManagementType: "AzureIaasVM", timeZone: "UTC", ...policy }) satisfies PolicyProperties,
  );
}

test.each<[string, object]>([
  ["daily", daily],
  ["daily, in a Windows time zone", { ...daily, timeZone: "W. Europe Standard Time" }],
  ["weekly", { ...weekly, instantRpRetentionRangeInDays: 5 }],
  ["weekly, Enhanced", weeklyV2],
  ["weekly, Enhanced, with snapshots kept for 5 days", { ...weeklyV2, instantRpRetentionRangeInDays: 5 }],
  ["tiered after 3 months, keeping months for 9", { ...tiered(9), ...tier("TierAfter", 3, "Months") }],
  ["tiered after 90 days, keeping years for 1", { ...tiered(1, 1), ...tier("TierAfter", 90, "Days") }],
  ["tiered after 13 weeks, keeping months for 10", { ...tiered(10), ...tier("TierAfter", 13, "Weeks") }],
  ["tiered as recommended, keeping months for 9", { ...tiered(9), ...tier("TierRecommended") }],
  ["hourly", hourly],
  ["hourly round the clock", { ...hourly, ...window(12, 24) }],
  [
    "daily, keeping months by weekday",
    dailyWith({ monthlySchedule: { ...byWeekday(["Sunday"], ["First", "Last"]), ...months } }),
  ],
  [
    "daily, keeping months by day",
    dailyWith({ monthlySchedule: { ...byDay({ date: 1, isLast: false }, { date: 0, isLast: true }), ...months } }),
  ],
  ["weekly, keeping some of its days for years", weeklyWith({ yearlySchedule: { ...byWeekday(["Sunday"]), ...years } })],
  [
    "tiered",
    { ...dailyWith({ yearlySchedule: { ...byDay({ date: 1, isLast: false }), ...years } }), ...tier("TierAfter", 5, "Months") },
  ],
  [
    "tiered as recommended",
    { ...dailyWith({ yearlySchedule: { ...byDay({ date: 1, isLast: false }), ...years } }), ...tier("TierRecommended") },
  ],
])("accepts a policy: %s", (_, policy) => {
  expect(rulesBrokenBy(policy)).toEqual([]);
});

test.each<[string, object]>([
  ["policyType V1 needs schedulePolicyType SimpleSchedulePolicy", { ...hourly, policyType: "V1" }],
  ["an hourly schedule needs policyType V2", { ...daily, schedulePolicy: { ...standard, scheduleRunFrequency: "Hourly" } }],
  [
    "an hourly schedule needs hourlySchedule",
    { ...hourly, schedulePolicy: { ...hourly.schedulePolicy, hourlySchedule: undefined } },
  ],
  ["interval is 5: use 4, 6, 8, 12", { ...hourly, ...window(5, 10) }],
  ["scheduleWindowDuration is 28: use 4 to 24", { ...hourly, ...window(4, 28) }],
  ["scheduleWindowDuration 10 is not a multiple of interval 4", { ...hourly, ...window(4, 10) }],
  ["a weekly schedule needs its days", { ...weekly, schedulePolicy: { ...weekly.schedulePolicy, scheduleRunDays: [] } }],
  ["a schedule must have exactly one time", { ...daily, schedulePolicy: { ...standard, scheduleRunTimes: [] } }],
  [
    "a schedule's time must be on the hour or half past it",
    { ...daily, schedulePolicy: { ...standard, scheduleRunTimes: ["2026-11-22T23:15:00Z"] } },
  ],
  ["timeZone 'Not A Zone' is not a Windows time zone", { ...daily, timeZone: "Not A Zone" }],
  ["daily retention is 6: use 7 to 9999", { ...daily, retentionPolicy: kept({ dailySchedule: days(6) }) }],
  [
    "a daily or hourly schedule needs daily retention",
    { ...daily, retentionPolicy: kept({ weeklySchedule: weeks(["Sunday"]) }) },
  ],
  ["a weekly schedule cannot have daily retention", weeklyWith({ dailySchedule: days(30) })],
  ["a weekly schedule needs weekly retention", { ...weekly, retentionPolicy: kept({}) }],
  ["weekly retention must have exactly the days of the weekly schedule", weeklyWith({ weeklySchedule: weeks(["Sunday"]) })],
  ["weekly retention is 5164: use 1 to 5163", weeklyWith({ weeklySchedule: weeks(["Sunday", "Wednesday"], 5164) })],
  ["the days of weekly retention are missing", dailyWith({ weeklySchedule: weeks([]) })],
  [
    "monthly retention is for weekdays on which the weekly schedule does not run",
    weeklyWith({ monthlySchedule: { ...byWeekday(["Monday"]), ...months } }),
  ],
  [
    "monthly retention of a weekly schedule must be by weekday, not by day of the month",
    weeklyWith({ monthlySchedule: { ...byDay({ date: 1, isLast: false }), ...months } }),
  ],
  [
    "monthly retention is for day 29: use 1 to 28, or the last day",
    dailyWith({ monthlySchedule: { ...byDay({ date: 29, isLast: false }), ...months } }),
  ],
  ["the days of monthly retention are missing", dailyWith({ monthlySchedule: { ...byDay(), ...months } })],
  ["the weekdays of monthly retention are missing", dailyWith({ monthlySchedule: { ...byWeekday([]), ...months } })],
  ["the weeks of monthly retention are missing", dailyWith({ monthlySchedule: { ...byWeekday(["Sunday"], []), ...months } })],
  [
    "the weekdays of yearly retention have a duplicate",
    dailyWith({ yearlySchedule: { ...byWeekday(["Sunday", "Sunday"]), ...years } }),
  ],
  [
    "the months of yearly retention are missing",
    dailyWith({ yearlySchedule: { ...byWeekday(["Sunday"]), ...years, monthsOfYear: [] } }),
  ],
  [
    "yearly retention is 100: use 1 to 99",
    dailyWith({
      yearlySchedule: { ...byWeekday(["Sunday"]), ...years, retentionDuration: { count: 100, durationType: "Years" } },
    }),
  ],
  [
    "the retentionTimes of dailySchedule are not the schedule's time",
    dailyWith({ dailySchedule: { ...days(30), retentionTimes: ["2026-11-23T23:00:00Z"] } }),
  ],
  ["instantRpRetentionRangeInDays is 6: use 1 to 5", { ...daily, instantRpRetentionRangeInDays: 6 }],
  ["instantRpRetentionRangeInDays is 31: use 1 to 30", { ...hourly, instantRpRetentionRangeInDays: 31 }],
  ["instantRpRetentionRangeInDays is 4: use 5 for a weekly schedule", { ...weekly, instantRpRetentionRangeInDays: 4 }],
  [
    "tieringMode TierAfter needs a duration and its durationType",
    { ...dailyWith({ monthlySchedule: { ...byWeekday(["Sunday"]), ...months } }), ...tier("TierAfter") },
  ],
  [
    "tieringMode TierRecommended cannot have a duration",
    { ...dailyWith({ monthlySchedule: { ...byWeekday(["Sunday"]), ...months } }), ...tier("TierRecommended", 3, "Months") },
  ],
  ["tiering needs monthly or yearly retention of at least 9 months", { ...daily, ...tier("TierAfter", 3, "Months") }],
  ["tiering after 3 Days is too early: use 3 months or more", { ...tiered(12, 10), ...tier("TierAfter", 3, "Days") }],
  ["tiering after 89 Days is too early: use 3 months or more", { ...tiered(12, 10), ...tier("TierAfter", 89, "Days") }],
  ["tiering after 12 Weeks is too early: use 3 months or more", { ...tiered(12, 10), ...tier("TierAfter", 12, "Weeks") }],
  ["tiering after 2 Months is too early: use 3 months or more", { ...tiered(12, 10), ...tier("TierAfter", 2, "Months") }],
  ["tiering needs monthly or yearly retention of at least 9 months", { ...tiered(3), ...tier("TierAfter", 3, "Months") }],
  ["tiering needs monthly or yearly retention of at least 9 months", { ...tiered(8), ...tier("TierRecommended") }],
  ["tiering needs monthly or yearly retention of at least 18 months", { ...tiered(17, 1), ...tier("TierAfter", 1, "Years") }],
  ["instantRpRetentionRangeInDays is 4: use 5 for a weekly schedule", { ...weeklyV2, instantRpRetentionRangeInDays: 4 }],
  ["instantRpRetentionRangeInDays is 30: use 5 for a weekly schedule", { ...weeklyV2, instantRpRetentionRangeInDays: 30 }],
])("returns the broken rule: %s", (rule, policy) => {
  expect(rulesBrokenBy(policy)).toContain(rule);
});
