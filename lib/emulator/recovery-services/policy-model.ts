import * as v from "valibot";

/** The parts of a VM's backup policy that its rules look at, as the API writes them. */

const TIME = /^(?:\d{4}-\d{2}-\d{2}T)?([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?Z$/;
const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;
const months = [
  ...(["January", "February", "March", "April", "May", "June"] as const),
  ...(["July", "August", "September", "October", "November", "December"] as const),
] as const;

const count = v.pipe(v.number(), v.integer());
const time = v.pipe(v.string(), v.regex(TIME, "must be a UTC time such as 2026-11-22T23:00:00Z"));
const times = v.nullish(v.array(time));
const weekdays = v.nullish(v.array(v.picklist(days)));
const duration = (type: string) => v.object({ count, durationType: v.literal(type) });

const byWeekday = v.nullish(
  v.object({
    daysOfTheWeek: weekdays,
    weeksOfTheMonth: v.nullish(v.array(v.picklist(["First", "Second", "Third", "Fourth", "Last"]))),
  }),
);
const byDay = v.nullish(
  v.object({ daysOfTheMonth: v.nullish(v.array(v.object({ date: count, isLast: v.optional(v.boolean()) }))) }),
);
const format = {
  retentionScheduleFormatType: v.picklist(["Daily", "Weekly"]),
  retentionScheduleDaily: byDay,
  retentionScheduleWeekly: byWeekday,
  retentionTimes: times,
};

const schedule = v.variant("schedulePolicyType", [
  v.object({
    schedulePolicyType: v.literal("SimpleSchedulePolicy"),
    scheduleRunFrequency: v.picklist(["Daily", "Weekly", "Hourly"]),
    scheduleRunTimes: times,
    scheduleRunDays: weekdays,
  }),
  v.object({
    schedulePolicyType: v.literal("SimpleSchedulePolicyV2"),
    scheduleRunFrequency: v.picklist(["Daily", "Weekly", "Hourly"]),
    hourlySchedule: v.nullish(v.object({ interval: count, scheduleWindowStartTime: time, scheduleWindowDuration: count })),
    dailySchedule: v.nullish(v.object({ scheduleRunTimes: times })),
    weeklySchedule: v.nullish(v.object({ scheduleRunTimes: times, scheduleRunDays: weekdays })),
  }),
]);

const retention = v.object({
  retentionPolicyType: v.literal("LongTermRetentionPolicy"),
  dailySchedule: v.nullish(v.object({ retentionTimes: times, retentionDuration: duration("Days") })),
  weeklySchedule: v.nullish(v.object({ daysOfTheWeek: weekdays, retentionTimes: times, retentionDuration: duration("Weeks") })),
  monthlySchedule: v.nullish(v.object({ ...format, retentionDuration: duration("Months") })),
  yearlySchedule: v.nullish(
    v.object({ ...format, monthsOfYear: v.nullish(v.array(v.picklist(months))), retentionDuration: duration("Years") }),
  ),
});

const tiering = v.object({
  tieringMode: v.picklist(["DoNotTier", "TierAfter", "TierRecommended", "Invalid"]),
  duration: v.optional(count),
  durationType: v.optional(v.string()),
});

export const policySchema = v.object({
  backupManagementType: v.literal("AzureIaasVM"),
  policyType: v.nullish(v.picklist(["V1", "V2"])),
  timeZone: v.nullish(v.string()),
  schedulePolicy: schedule,
  retentionPolicy: retention,
  instantRpRetentionRangeInDays: v.nullish(count),
  tieringPolicy: v.nullish(v.record(v.string(), tiering)),
});

export type PolicyProperties = v.InferOutput<typeof policySchema>;
export type Schedule = PolicyProperties["schedulePolicy"];
export type MonthlyRetention = NonNullable<PolicyProperties["retentionPolicy"]["monthlySchedule"]>;
