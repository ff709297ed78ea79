import { isWindowsTimeZone } from "../../../azure/time-zone";
import type { MonthlyRetention, PolicyProperties, Schedule } from "./policy-model";
import { runDays, runTimes } from "./policy-schedule";

/*
 * Written twice on purpose: lib/constructs/policy has the same rules,
 * and they share no limit, because test/constructs/policy/agreement.test.ts checks them against each other.
 */

/** The longest retention of each kind, in its own unit. */
const LONGEST = { daily: 9999, weekly: 5163, monthly: 1188, yearly: 99 };
const SHORTEST_DAILY = 7;
/** The last day that every month has. The last day of the month is written as `isLast`. */
const LAST_COMMON_DAY = 28;
/** A backup can be archived from the age of 3 months on, if it is then kept for 6 more months. */
const ARCHIVED_FROM_MONTHS = 3;
const ARCHIVED_FOR_MONTHS = 6;
const HOURLY_INTERVALS = [4, 6, 8, 12];

/** Returns the rules of Azure Backup that a VM's policy breaks, one sentence each. */
export function brokenRules(policy: PolicyProperties): string[] {
  return [
    ...scheduleRules(policy),
    ...retentionRules(policy),
    ...timeRules(policy),
    ...instantRestoreRules(policy),
    ...tieringRules(policy),
  ];
}

function* scheduleRules({ schedulePolicy: schedule, policyType, timeZone }: PolicyProperties): Iterable<string> {
  const enhanced = schedule.schedulePolicyType === "SimpleSchedulePolicyV2";
  if (enhanced !== (policyType === "V2")) {
    yield `policyType ${policyType ?? "V1"} needs schedulePolicyType ${enhanced ? "SimpleSchedulePolicy" : "SimpleSchedulePolicyV2"}`;
  }
  if (timeZone && !isWindowsTimeZone(timeZone)) yield `timeZone '${timeZone}' is not a Windows time zone`;
  if (schedule.scheduleRunFrequency === "Hourly") yield* hourlyRules(schedule);
  else if (runTimes(schedule).length !== 1) yield "a schedule must have exactly one time";
  if (schedule.scheduleRunFrequency === "Weekly" && runDays(schedule).length === 0) yield "a weekly schedule needs its days";
  if (runTimes(schedule).some((time) => !/:(00|30):00(\.0+)?Z$/.test(time)))
    yield "a schedule's time must be on the hour or half past it";
}

function* hourlyRules(schedule: Schedule): Iterable<string> {
  if (schedule.schedulePolicyType !== "SimpleSchedulePolicyV2") {
    yield "an hourly schedule needs policyType V2";
    return;
  }
  const hourly = schedule.hourlySchedule;
  if (!hourly) {
    yield "an hourly schedule needs hourlySchedule";
    return;
  }
  const { interval, scheduleWindowDuration: duration } = hourly;
  if (!HOURLY_INTERVALS.includes(interval)) yield `interval is ${interval}: use ${HOURLY_INTERVALS.join(", ")}`;
  if (duration < 4 || duration > 24) yield `scheduleWindowDuration is ${duration}: use 4 to 24`;
  if (duration % interval !== 0) yield `scheduleWindowDuration ${duration} is not a multiple of interval ${interval}`;
}

function* retentionRules({ schedulePolicy, retentionPolicy }: PolicyProperties): Iterable<string> {
  const { dailySchedule: daily, weeklySchedule: weekly, monthlySchedule: monthly, yearlySchedule: yearly } = retentionPolicy;
  const isWeekly = schedulePolicy.scheduleRunFrequency === "Weekly";
  if (isWeekly && daily) yield "a weekly schedule cannot have daily retention";
  if (isWeekly && !weekly) yield "a weekly schedule needs weekly retention";
  if (!isWeekly && !daily) yield "a daily or hourly schedule needs daily retention";
  if (daily) yield* inRange("daily retention", daily.retentionDuration.count, SHORTEST_DAILY, LONGEST.daily);
  if (weekly) {
    yield* inRange("weekly retention", weekly.retentionDuration.count, 1, LONGEST.weekly);
    yield* distinct("the days of weekly retention", weekly.daysOfTheWeek ?? []);
    if (isWeekly && !sameSet(weekly.daysOfTheWeek ?? [], runDays(schedulePolicy))) {
      yield "weekly retention must have exactly the days of the weekly schedule";
    }
  }
  if (monthly) {
    yield* inRange("monthly retention", monthly.retentionDuration.count, 1, LONGEST.monthly);
    yield* formatRules("monthly retention", monthly, schedulePolicy);
  }
  if (yearly) {
    yield* inRange("yearly retention", yearly.retentionDuration.count, 1, LONGEST.yearly);
    yield* formatRules("yearly retention", yearly, schedulePolicy);
    yield* distinct("the months of yearly retention", yearly.monthsOfYear ?? []);
  }
}

function* formatRules(
  name: string,
  retention: Omit<MonthlyRetention, "retentionDuration">,
  schedule: Schedule,
): Iterable<string> {
  const isWeekly = schedule.scheduleRunFrequency === "Weekly";
  if (retention.retentionScheduleFormatType === "Daily") {
    const days = retention.retentionScheduleDaily?.daysOfTheMonth ?? [];
    if (isWeekly) yield `${name} of a weekly schedule must be by weekday, not by day of the month`;
    yield* distinct(
      `the days of ${name}`,
      days.map(({ date, isLast }) => (isLast ? "last" : date)),
    );
    for (const { date, isLast } of days) {
      if (!isLast && (date < 1 || date > LAST_COMMON_DAY))
        yield `${name} is for day ${date}: use 1 to ${LAST_COMMON_DAY}, or the last day`;
    }
    return;
  }
  const { daysOfTheWeek, weeksOfTheMonth } = retention.retentionScheduleWeekly ?? {};
  yield* distinct(`the weekdays of ${name}`, daysOfTheWeek ?? []);
  yield* distinct(`the weeks of ${name}`, weeksOfTheMonth ?? []);
  if (isWeekly && !(daysOfTheWeek ?? []).every((day) => runDays(schedule).includes(day))) {
    yield `${name} is for weekdays on which the weekly schedule does not run`;
  }
}

/** Retention must have the schedule's time. Azure compares the whole value, including the date. */
function* timeRules({ schedulePolicy, retentionPolicy }: PolicyProperties): Iterable<string> {
  const expected = runTimes(schedulePolicy).map((time) => Date.parse(time));
  for (const kind of ["dailySchedule", "weeklySchedule", "monthlySchedule", "yearlySchedule"] as const) {
    const retention = retentionPolicy[kind];
    const times = (retention?.retentionTimes ?? []).map((time) => Date.parse(time));
    if (retention && !sameSet(times, expected)) yield `the retentionTimes of ${kind} are not the schedule's time`;
  }
}

function* instantRestoreRules({
  schedulePolicy,
  policyType,
  instantRpRetentionRangeInDays: days,
}: PolicyProperties): Iterable<string> {
  if (days === undefined || days === null) return;
  const standard = policyType !== "V2";
  yield* inRange("instantRpRetentionRangeInDays", days, 1, standard ? 5 : 30);
  if (schedulePolicy.scheduleRunFrequency === "Weekly" && days !== 5) {
    yield `instantRpRetentionRangeInDays is ${days}: use 5 for a weekly schedule`;
  }
}

function* tieringRules({ tieringPolicy, retentionPolicy }: PolicyProperties): Iterable<string> {
  for (const { tieringMode, duration, durationType } of Object.values(tieringPolicy ?? {})) {
    const hasDuration = Boolean(duration) && durationType !== undefined && durationType !== "Invalid";
    if (tieringMode === "TierAfter" && !hasDuration) yield "tieringMode TierAfter needs a duration and its durationType";
    if (tieringMode === "TierRecommended" && hasDuration) yield "tieringMode TierRecommended cannot have a duration";
    if (tieringMode !== "TierAfter" && tieringMode !== "TierRecommended") continue;
    const age = tieringMode === "TierAfter" && hasDuration ? monthsIn(duration ?? 0, durationType) : ARCHIVED_FROM_MONTHS;
    if (age < ARCHIVED_FROM_MONTHS) {
      yield `tiering after ${duration ?? 0} ${durationType ?? ""} is too early: use ${ARCHIVED_FROM_MONTHS} months or more`;
    }
    const needed = Math.ceil(Math.max(age, ARCHIVED_FROM_MONTHS)) + ARCHIVED_FOR_MONTHS;
    const kept = [retentionPolicy.monthlySchedule, retentionPolicy.yearlySchedule].map((schedule) =>
      schedule ? monthsIn(schedule.retentionDuration.count, schedule.retentionDuration.durationType) : 0,
    );
    if (Math.max(...kept) < needed) yield `tiering needs monthly or yearly retention of at least ${needed} months`;
  }
}

const MONTHS_IN: Readonly<Record<string, number>> = { Days: 1 / 30, Weeks: 7 / 30, Months: 1, Years: 12 };

function monthsIn(count: number, unit: string | undefined): number {
  return count * (MONTHS_IN[unit ?? ""] ?? 0);
}

function* inRange(name: string, value: number, least: number, most: number): Iterable<string> {
  if (value < least || value > most) yield `${name} is ${value}: use ${least} to ${most}`;
}

function* distinct(name: string, values: readonly unknown[]): Iterable<string> {
  if (values.length === 0) yield `${name} are missing`;
  if (new Set(values).size < values.length) yield `${name} have a duplicate`;
}

function sameSet(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((value) => other.includes(value));
}
