import * as v from "valibot";
import { Month, Weekday, WeekOfMonth } from "../../../azure/calendar";

/** The schema of a VM's backup policy, in the API's format. */

const TIME = /^(?:\d{4}-\d{2}-\d{2}T)?([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?Z$/;
const namesOf = <T extends string>(names: Record<string, T>) => v.picklist(Object.values(names) as readonly `${T}`[]);

const count = v.pipe(v.number(), v.integer());
const time = v.pipe(v.string(), v.regex(TIME, "must be a UTC time such as 2026-11-22T23:00:00Z"));
const times = v.nullish(v.array(time));
const weekdays = v.nullish(v.array(namesOf(Weekday)));
const duration = (type: string) => v.strictObject({ count, durationType: v.literal(type) });

const byWeekday = v.nullish(
  v.strictObject({
    daysOfTheWeek: weekdays,
    weeksOfTheMonth: v.nullish(v.array(namesOf(WeekOfMonth))),
  }),
);
const byDay = v.nullish(
  v.strictObject({ daysOfTheMonth: v.nullish(v.array(v.strictObject({ date: count, isLast: v.optional(v.boolean()) }))) }),
);
const format = {
  retentionScheduleFormatType: v.picklist(["Daily", "Weekly"]),
  retentionScheduleDaily: byDay,
  retentionScheduleWeekly: byWeekday,
  retentionTimes: times,
};

const hourly = v.strictObject({ interval: count, scheduleWindowStartTime: time, scheduleWindowDuration: count });
const schedule = v.variant("schedulePolicyType", [
  v.strictObject({
    schedulePolicyType: v.literal("SimpleSchedulePolicy"),
    scheduleRunFrequency: v.picklist(["Daily", "Weekly", "Hourly"]),
    scheduleRunTimes: times,
    scheduleRunDays: weekdays,
    scheduleWeeklyFrequency: v.nullish(count),
    hourlySchedule: v.nullish(hourly),
  }),
  v.strictObject({
    schedulePolicyType: v.literal("SimpleSchedulePolicyV2"),
    scheduleRunFrequency: v.picklist(["Daily", "Weekly", "Hourly"]),
    hourlySchedule: v.nullish(hourly),
    dailySchedule: v.nullish(v.strictObject({ scheduleRunTimes: times })),
    weeklySchedule: v.nullish(v.strictObject({ scheduleRunTimes: times, scheduleRunDays: weekdays })),
  }),
]);

const retention = v.strictObject({
  retentionPolicyType: v.literal("LongTermRetentionPolicy"),
  dailySchedule: v.nullish(v.strictObject({ retentionTimes: times, retentionDuration: duration("Days") })),
  weeklySchedule: v.nullish(
    v.strictObject({ daysOfTheWeek: weekdays, retentionTimes: times, retentionDuration: duration("Weeks") }),
  ),
  monthlySchedule: v.nullish(v.strictObject({ ...format, retentionDuration: duration("Months") })),
  yearlySchedule: v.nullish(
    v.strictObject({ ...format, monthsOfYear: v.nullish(v.array(namesOf(Month))), retentionDuration: duration("Years") }),
  ),
});

const tiering = v.strictObject({
  tieringMode: v.picklist(["DoNotTier", "TierAfter", "TierRecommended", "Invalid"]),
  duration: v.optional(count),
  durationType: v.optional(v.string()),
});

export const policySchema = v.strictObject({
  backupManagementType: v.literal("AzureIaasVM"),
  policyType: v.nullish(v.picklist(["V1", "V2"])),
  timeZone: v.nullish(v.string()),
  schedulePolicy: schedule,
  retentionPolicy: retention,
  instantRpRetentionRangeInDays: v.nullish(count),
  tieringPolicy: v.nullish(v.record(v.string(), tiering)),
  instantRPDetails: v.nullish(
    v.strictObject({ azureBackupRGNamePrefix: v.nullish(v.string()), azureBackupRGNameSuffix: v.nullish(v.string()) }),
  ),
  /** Empty unless crash-consistent snapshots are requested. */
  snapshotConsistencyType: v.nullish(v.picklist(["", "OnlyCrashConsistent"])),
  protectedItemsCount: v.nullish(count),
  resourceGuardOperationRequests: v.nullish(v.array(v.string())),
});

export type PolicyProperties = v.InferOutput<typeof policySchema>;
export type Schedule = PolicyProperties["schedulePolicy"];
export type MonthlyRetention = NonNullable<PolicyProperties["retentionPolicy"]["monthlySchedule"]>;
