import type { BackupPolicy } from "../model";

const TIME = "2026-01-01T19:30:00Z";
const THIRTY_DAYS = { retentionTimes: [TIME], retentionDuration: { count: 30, durationType: "Days" } };

/** Returns the policies that every new vault has. */
export function builtInPolicies(vaultId: string): BackupPolicy[] {
  const policy = (name: string, properties: object): BackupPolicy => ({
    id: `${vaultId}/backupPolicies/${name}`,
    name,
    properties: {
      backupManagementType: "AzureIaasVM",
      instantRPDetails: {},
      retentionPolicy: { retentionPolicyType: "LongTermRetentionPolicy", dailySchedule: THIRTY_DAYS },
      tieringPolicy: { ArchivedRP: { tieringMode: "DoNotTier", duration: 0, durationType: "Invalid" } },
      timeZone: "UTC",
      ...properties,
    },
  });
  return [
    policy("DefaultPolicy", {
      policyType: "V1",
      schedulePolicy: {
        schedulePolicyType: "SimpleSchedulePolicy",
        scheduleRunFrequency: "Daily",
        scheduleRunTimes: [TIME],
        scheduleWeeklyFrequency: 0,
      },
      instantRpRetentionRangeInDays: 2,
    }),
    policy("EnhancedPolicy", {
      policyType: "V2",
      schedulePolicy: {
        schedulePolicyType: "SimpleSchedulePolicyV2",
        scheduleRunFrequency: "Hourly",
        hourlySchedule: { interval: 4, scheduleWindowStartTime: "2026-01-01T08:00:00Z", scheduleWindowDuration: 12 },
      },
      retentionPolicy: {
        retentionPolicyType: "LongTermRetentionPolicy",
        dailySchedule: { ...THIRTY_DAYS, retentionTimes: ["2026-01-01T08:00:00Z"] },
      },
      instantRpRetentionRangeInDays: 2,
    }),
  ];
}
