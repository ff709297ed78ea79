import * as v from "valibot";
import type { ArmClient } from "../arm-client";
import { argumentsOf, block } from "./arguments";

const names = v.array(v.string());
const longTerm = {
  count: v.number(),
  weekdays: v.optional(names),
  weeks: v.optional(names),
  days: v.optional(v.array(v.number())),
  include_last_days: v.optional(v.boolean(), false),
};
const schema = v.strictObject({
  name: v.string(),
  resource_group_name: v.string(),
  recovery_vault_name: v.string(),
  policy_type: v.optional(v.string(), "V1"),
  timezone: v.optional(v.string(), "UTC"),
  consistency_type: v.optional(v.string(), ""),
  instant_restore_retention_days: v.optional(v.number()),
  instant_restore_resource_group: v.optional(block({ prefix: v.string(), suffix: v.optional(v.string(), "") })),
  backup: block({
    frequency: v.string(),
    time: v.string(),
    weekdays: v.optional(names),
    hour_interval: v.optional(v.number()),
    hour_duration: v.optional(v.number()),
  }),
  retention_daily: v.optional(block({ count: v.number() })),
  retention_weekly: v.optional(block({ count: v.number(), weekdays: names })),
  retention_monthly: v.optional(block(longTerm)),
  retention_yearly: v.optional(block({ ...longTerm, months: names })),
  tiering_policy: v.optional(
    block({
      archived_restore_point: block({
        mode: v.string(),
        duration: v.optional(v.number(), 0),
        duration_type: v.optional(v.string(), "Invalid"),
      }),
    }),
  ),
});
type Policy = v.InferOutput<typeof schema>;
type LongTerm = NonNullable<Policy["retention_monthly"]>;

const API_VERSION = "2024-10-01";

/** Creates an `azurerm_backup_policy_vm`. */
export async function createPolicy(arm: ArmClient, address: string, config: Record<string, unknown>): Promise<object> {
  const policy = argumentsOf(address, schema, config);
  const vault = `${arm.subscriptionPath}/resourceGroups/${policy.resource_group_name}/providers/Microsoft.RecoveryServices/vaults/${policy.recovery_vault_name}`;
  const id = `${vault}/backupPolicies/${policy.name}`;
  const group = policy.instant_restore_resource_group;
  await arm.mustNotExist(id, API_VERSION);
  await arm.write("PUT", id, API_VERSION, {
    properties: {
      backupManagementType: "AzureIaasVM",
      policyType: policy.policy_type,
      timeZone: policy.timezone,
      snapshotConsistencyType: policy.consistency_type,
      ...(policy.instant_restore_retention_days && { instantRpRetentionRangeInDays: policy.instant_restore_retention_days }),
      ...(group && { instantRPDetails: { azureBackupRGNamePrefix: group.prefix, azureBackupRGNameSuffix: group.suffix } }),
      schedulePolicy: schedule(policy),
      retentionPolicy: retention(policy),
      tieringPolicy: { ArchivedRP: tiering(policy) },
    },
  });
  await arm.read(id, API_VERSION);
  return { ...policy, id };
}

/** Without archive tiering, azurerm sends `DoNotTier` instead of omitting the property. */
function tiering({ tiering_policy: policy }: Policy): object {
  const { mode, duration, duration_type } = policy?.archived_restore_point ?? {
    mode: "DoNotTier",
    duration: 0,
    duration_type: "Invalid",
  };
  return { tieringMode: mode, duration, durationType: duration_type };
}

const at = ({ backup }: Policy): string => `${backup.time}:00Z`;

function schedule(policy: Policy): object {
  const { frequency, weekdays, hour_interval, hour_duration } = policy.backup;
  const scheduleRunTimes = [at(policy)];
  if (policy.policy_type === "V1") {
    return {
      schedulePolicyType: "SimpleSchedulePolicy",
      scheduleRunFrequency: frequency,
      scheduleRunTimes,
      scheduleRunDays: weekdays ?? [],
    };
  }
  const schedules: Record<string, object> = {
    Hourly: {
      hourlySchedule: { interval: hour_interval, scheduleWindowStartTime: at(policy), scheduleWindowDuration: hour_duration },
    },
    Daily: { dailySchedule: { scheduleRunTimes } },
    Weekly: { weeklySchedule: { scheduleRunDays: weekdays ?? [], scheduleRunTimes } },
  };
  return { schedulePolicyType: "SimpleSchedulePolicyV2", scheduleRunFrequency: frequency, ...schedules[frequency] };
}

function retention(policy: Policy): object {
  const retentionTimes = [at(policy)];
  const kept = (count: number, durationType: string): object => ({ retentionTimes, retentionDuration: { count, durationType } });
  const { retention_daily: daily, retention_weekly: weekly, retention_monthly: monthly, retention_yearly: yearly } = policy;
  return {
    retentionPolicyType: "LongTermRetentionPolicy",
    ...(daily && { dailySchedule: kept(daily.count, "Days") }),
    ...(weekly && { weeklySchedule: { daysOfTheWeek: weekly.weekdays, ...kept(weekly.count, "Weeks") } }),
    ...(monthly && { monthlySchedule: { ...longTermFormat(monthly), ...kept(monthly.count, "Months") } }),
    ...(yearly && {
      yearlySchedule: { monthsOfYear: yearly.months, ...longTermFormat(yearly), ...kept(yearly.count, "Years") },
    }),
  };
}

function longTermFormat({ weekdays, weeks, days, include_last_days: last }: LongTerm): object {
  if (weekdays) {
    return {
      retentionScheduleFormatType: "Weekly",
      retentionScheduleWeekly: { daysOfTheWeek: weekdays, weeksOfTheMonth: weeks ?? [] },
    };
  }
  const daysOfTheMonth = (days ?? []).map((date) => ({ date, isLast: false }));
  return {
    retentionScheduleFormatType: "Daily",
    retentionScheduleDaily: { daysOfTheMonth: last ? [...daysOfTheMonth, { date: 0, isLast: true }] : daysOfTheMonth },
  };
}
