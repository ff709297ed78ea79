import { Month, MonthlyRetention, type VmBackupPolicyOptions, Weekday, WeekOfMonth, YearlyRetention } from "../../../../lib";
import { unknownNumber, unknownText } from "../../../support/azure";
import { FoundBy } from "../../../support/rules";
import { policyOf } from "../support/policy";
import { DAILY, HOURLY, INVALID_INPUT, type PolicyRule, SENT_DAILY, SENT_WEEKLY, WEEKLY } from "../support/rule";

const { FIRST } = WeekOfMonth;
const { SUNDAY, MONDAY } = Weekday;
const daily = (options: Partial<VmBackupPolicyOptions>) => policyOf({ ...DAILY, ...options });
const weekly = (options: Partial<VmBackupPolicyOptions>) => policyOf({ ...WEEKLY, ...options });

/** Rules of retentions and how they fit to the schedule. */
export const retentionRules: PolicyRule[] = [
  {
    id: "daily-needs-daily-retention",
    rule: "A daily schedule has a daily retention",
    foundBy: FoundBy.PLAN,
    evidence: "`` `retention_daily` must be set when backup.0.frequency is daily ``",
    broken: () => daily({ dailyRetentionDays: undefined }),
    refusal: "dailyRetentionDays must be a whole number of days from 7 to 9999 with a daily schedule, got nothing",
    kept: () => daily({ dailyRetentionDays: 7 }),
    unknown: (stack) => daily({ dailyRetentionDays: unknownNumber(stack, "days") }),
  },
  {
    id: "hourly-needs-daily-retention",
    rule: "An hourly schedule has a daily retention",
    foundBy: FoundBy.PLAN,
    evidence: "`` `retention_daily` must be set when backup.0.frequency is hourly ``",
    broken: () => policyOf({ ...HOURLY, dailyRetentionDays: undefined }),
    refusal: "dailyRetentionDays must be a whole number of days from 7 to 9999 with an hourly schedule, got nothing",
    kept: () => policyOf({ ...HOURLY, dailyRetentionDays: 7 }),
    unknown: (stack) => policyOf({ ...HOURLY, dailyRetentionDays: unknownNumber(stack, "days") }),
  },
  {
    id: "daily-retention-at-least-7",
    rule: "A daily retention is at least 7 days",
    foundBy: FoundBy.APPLY,
    evidence: "`` `count` for the `retention_daily` field can no longer be less than 7 days ``",
    broken: () => daily({ dailyRetentionDays: 6 }),
    refusal: "dailyRetentionDays must be a whole number of days from 7 to 9999 with a daily schedule, got 6",
    kept: () => daily({ dailyRetentionDays: 7 }),
    unknown: (stack) => daily({ dailyRetentionDays: unknownNumber(stack, "days") }),
  },
  {
    id: "daily-retention-not-1",
    rule: "A daily retention of 1 day is also too short",
    foundBy: FoundBy.AZURE,
    evidence: "azurerm checks 2 to 6 only",
    broken: () => daily({ dailyRetentionDays: 1 }),
    refusal: "dailyRetentionDays must be a whole number of days from 7 to 9999 with a daily schedule, got 1",
    kept: () => daily({ dailyRetentionDays: 7 }),
    unknown: (stack) => daily({ dailyRetentionDays: unknownNumber(stack, "days") }),
    sent: { ...SENT_DAILY, retention_daily: { count: 1 } },
  },
  {
    id: "daily-retention-at-most-9999",
    rule: "A daily retention is at most 9,999 days",
    foundBy: FoundBy.VALIDATE,
    evidence: "`expected retention_daily.0.count to be in the range (1 - 9999), got 10000`",
    broken: () => daily({ dailyRetentionDays: 10_000 }),
    refusal: "dailyRetentionDays must be a whole number of days from 7 to 9999 with a daily schedule, got 10000",
    kept: () => daily({ dailyRetentionDays: 9_999 }),
    unknown: (stack) => daily({ dailyRetentionDays: unknownNumber(stack, "days") }),
  },
  {
    id: "weekly-without-daily-retention",
    rule: "A weekly schedule has no daily retention",
    foundBy: FoundBy.PLAN,
    evidence: "`` `retention_daily` must be not set when backup.0.frequency is weekly ``",
    broken: () => weekly({ dailyRetentionDays: 30 }),
    refusal: "dailyRetentionDays must be left out with a weekly schedule, got 30",
    kept: () => weekly({}),
    unknown: (stack) => weekly({ weeklyRetention: { weeks: unknownNumber(stack, "weeks") } }),
  },
  {
    id: "weekly-needs-weekly-retention",
    rule: "A weekly schedule has a weekly retention",
    foundBy: FoundBy.PLAN,
    evidence: "`` `retention_weekly` must be set when backup.0.frequency is weekly ``",
    broken: () => weekly({ weeklyRetention: undefined }),
    refusal: "weeklyRetention must be set with a weekly schedule, got nothing",
    kept: () => weekly({ weeklyRetention: { weeks: 1 } }),
    unknown: (stack) => weekly({ weeklyRetention: { weeks: unknownNumber(stack, "weeks") } }),
  },
  {
    id: "weekly-retention-of-the-schedule",
    rule: "With a weekly schedule, a weekly retention is for the schedule's own weekdays",
    foundBy: FoundBy.AZURE,
    evidence: INVALID_INPUT,
    broken: () => weekly({ weeklyRetention: { weeks: 12, weekdays: [SUNDAY] } }),
    refusal: `weeklyRetention.weekdays must be the weekdays of the schedule, Wednesday, Sunday, got ["Sunday"]`,
    kept: () => weekly({ weeklyRetention: { weeks: 12, weekdays: [SUNDAY, Weekday.WEDNESDAY] } }),
    unknown: (stack) =>
      weekly({ weeklyRetention: { weeks: 12, weekdays: [SUNDAY, unknownText(stack, "day") as unknown as Weekday] } }),
    sent: { ...SENT_WEEKLY, retention_weekly: { count: 12, weekdays: ["Sunday"] } },
  },
  {
    id: "weekly-retention-has-weekdays",
    rule: "With a daily or hourly schedule, a weekly retention has at least one weekday",
    foundBy: FoundBy.AZURE,
    evidence: `${INVALID_INPUT}; azurerm accepts an empty set`,
    broken: () => daily({ weeklyRetention: { weeks: 12, weekdays: [] } }),
    refusal: "weeklyRetention.weekdays must be at least one weekday, none twice, with a daily schedule, got []",
    kept: () => daily({ weeklyRetention: { weeks: 12, weekdays: [SUNDAY] } }),
    unknown: (stack) => daily({ weeklyRetention: { weeks: 12, weekdays: [unknownText(stack, "day") as unknown as Weekday] } }),
    sent: { ...SENT_DAILY, retention_weekly: { count: 12, weekdays: [] } },
  },
  {
    id: "weekly-retention-at-most-5163",
    rule: "A weekly retention is at most 5,163 weeks",
    foundBy: FoundBy.AZURE,
    evidence: "azurerm accepts up to 9,999",
    broken: () => weekly({ weeklyRetention: { weeks: 5_164 } }),
    refusal: "weeklyRetention.weeks must be a whole number of weeks from 1 to 5163, got 5164",
    kept: () => weekly({ weeklyRetention: { weeks: 5_163 } }),
    unknown: (stack) => weekly({ weeklyRetention: { weeks: unknownNumber(stack, "weeks") } }),
    sent: { ...SENT_WEEKLY, retention_weekly: { count: 5_164, weekdays: ["Wednesday", "Sunday"] } },
  },
  {
    id: "weekly-schedule-by-weekday",
    rule: "With a weekly schedule, monthly and yearly retentions are by weekday, not by day of the month",
    foundBy: FoundBy.AZURE,
    evidence: INVALID_INPUT,
    broken: () => weekly({ monthlyRetention: MonthlyRetention.byDay({ months: 12, includeLastDay: true }) }),
    refusal: "monthlyRetention must be by weekday with a weekly schedule, got days of the month; use byWeekday",
    kept: () => daily({ monthlyRetention: MonthlyRetention.byDay({ months: 12, includeLastDay: true }) }),
    unknown: (stack) => daily({ monthlyRetention: MonthlyRetention.byDay({ months: 12, days: [unknownNumber(stack, "day")] }) }),
    sent: { ...SENT_WEEKLY, retention_monthly: { count: 12, include_last_days: true } },
  },
  {
    id: "kept-backups-are-taken",
    rule: "With a weekly schedule, monthly and yearly retentions are for weekdays of the schedule",
    foundBy: FoundBy.AZURE,
    evidence: INVALID_INPUT,
    broken: () =>
      weekly({
        yearlyRetention: YearlyRetention.byWeekday({ years: 7, months: [Month.MAY], weeks: [FIRST], weekdays: [MONDAY] }),
      }),
    refusal: `yearlyRetention.weekdays must be among the weekdays of the schedule, Wednesday, Sunday, got ["Monday"]`,
    kept: () => weekly({ monthlyRetention: MonthlyRetention.byWeekday({ months: 7, weeks: [FIRST], weekdays: [SUNDAY] }) }),
    unknown: (stack) => {
      const weekdays = [unknownText(stack, "day") as unknown as Weekday];
      return weekly({ monthlyRetention: MonthlyRetention.byWeekday({ months: 7, weeks: [FIRST], weekdays }) });
    },
    sent: { ...SENT_WEEKLY, retention_yearly: { count: 7, months: ["May"], weeks: ["First"], weekdays: ["Monday"] } },
  },
];
