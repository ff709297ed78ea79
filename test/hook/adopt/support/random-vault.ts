import { Month, Weekday, WeekOfMonth } from "../../../../lib/azure/calendar";
import type { Random } from "../../../support/random";

/** Random bodies of vaults, policies and VMs, as another client than azurerm sends them to Azure. */

type Json = Record<string, unknown>;
const DAYS = Object.values(Weekday);
const ZONES = ["UTC", "W. Europe Standard Time", "Pacific Standard Time", "India Standard Time"] as const;
const WORDS = ["web", "db", "VM", "api", "01", "x", "SQL", "prod", "Übung"] as const;

function someOf<T>(random: Random, values: readonly T[]): T[] {
  const chosen = random.some(values);
  const [first] = values;
  return chosen.length > 0 || first === undefined ? chosen : [values[random.below(values.length)] ?? first];
}

interface VaultBody extends Json {
  readonly properties: Json & { readonly securitySettings: { readonly immutabilitySettings: { readonly state: string } } };
}

export function randomVault(random: Random): VaultBody {
  const identity = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-id/providers";
  const user = `${identity}/Microsoft.ManagedIdentity/userAssignedIdentities/id-${random.integer(1, 3)}`;
  const types = ["None", "SystemAssigned", "UserAssigned", "SystemAssigned, UserAssigned"] as const;
  const type = random.pick(...types);
  const redundancy = random.pick("GeoRedundant", "ZoneRedundant", "LocallyRedundant");
  const alerts = (): string => random.pick("Enabled", "Disabled");
  return {
    location: "westeurope",
    tags: randomTags(random),
    sku: { name: random.pick("Standard", "RS0") },
    identity: type === "None" ? { type } : { type, ...(type.includes("User") && { userAssignedIdentities: { [user]: {} } }) },
    properties: {
      publicNetworkAccess: random.pick("Enabled", "Disabled"),
      redundancySettings: {
        standardTierStorageRedundancy: redundancy,
        crossRegionRestore: redundancy === "GeoRedundant" ? alerts() : "Disabled",
      },
      securitySettings: { immutabilitySettings: { state: random.pick("Disabled", "Unlocked", "Locked") } },
      ...(random.chance(0.5) && {
        monitoringSettings: {
          azureMonitorAlertSettings: {
            alertsForAllJobFailures: alerts(),
            ...(random.chance(0.2) && { alertsForAllReplicationIssues: "Disabled", alertsForAllFailoverIssues: alerts() }),
          },
          classicAlertSettings: {
            alertsForCriticalOperations: alerts(),
            ...(random.chance(0.2) && { emailNotificationsForSiteRecovery: "Disabled" }),
          },
        },
      }),
      ...(type.includes("User") &&
        random.chance(0.4) && {
          encryption: {
            keyVaultProperties: { keyUri: "https://kv-app.vault.azure.net/keys/backup" },
            kekIdentity: { useSystemAssignedIdentity: false, userAssignedIdentity: user },
            infrastructureEncryption: random.pick("Enabled", "Disabled"),
          },
        }),
    },
  };
}

/** Tags that are hostile to a generator of code or of Terraform's configuration. The hook reads control characters as spaces. */
function randomTags(random: Random): Record<string, string> {
  const names = ["env", "cost center", "__proto__", "a-b", "class", "x`y", "1", 'say "x"', "${evil}"] as const;
  const values = ["", "prod", '"); process.exit(1); ("', "it's", "${var.x}", "%{ if true }", "`${1}`", "\\"] as const;
  return Object.fromEntries(random.some(names).map((name) => [name, random.pick(...values)]));
}

export function randomPolicy(random: Random): Json {
  const isEnhanced = random.chance(0.5);
  const frequency = isEnhanced ? random.pick("Daily", "Weekly", "Hourly") : random.pick("Daily", "Weekly");
  const time = `2026-01-01T${String(random.integer(0, 23)).padStart(2, "0")}:${random.pick("00", "30")}:00Z`;
  const days = someOf(random, DAYS);
  const isWeekly = frequency === "Weekly";
  const months = random.integer(1, 60);
  const years = random.integer(1, 20);
  const isArchived = Math.max(months, years * 12) >= 12 && random.chance(0.4);
  const kept = (count: number, durationType: string): Json => ({
    retentionDuration: { count, durationType },
    retentionTimes: [time],
  });
  const format = (): Json => (isWeekly || random.chance(0.5) ? byWeekday(random, isWeekly ? days : DAYS) : byDay(random));
  const hasMonthly = isArchived || random.chance(0.5);
  const hasYearly = isArchived || random.chance(0.4);
  return {
    properties: {
      backupManagementType: "AzureIaasVM",
      policyType: isEnhanced ? "V2" : "V1",
      timeZone: random.pick(...ZONES),
      schedulePolicy: schedule(random, isEnhanced, frequency, time, days),
      retentionPolicy: {
        retentionPolicyType: "LongTermRetentionPolicy",
        ...(isWeekly ? {} : { dailySchedule: kept(random.integer(7, 9_999), "Days") }),
        ...((isWeekly || random.chance(0.5)) && {
          weeklySchedule: { ...kept(random.integer(1, 200), "Weeks"), daysOfTheWeek: isWeekly ? days : someOf(random, DAYS) },
        }),
        ...(hasMonthly && { monthlySchedule: { ...kept(months, "Months"), ...format() } }),
        ...(hasYearly && {
          yearlySchedule: { ...kept(years, "Years"), ...format(), monthsOfYear: someOf(random, Object.values(Month)) },
        }),
      },
      ...(random.chance(0.5) && {
        instantRpRetentionRangeInDays: isWeekly ? 5 : random.integer(1, isEnhanced ? 7 : 5),
      }),
      ...(random.chance(0.3) && {
        instantRPDetails: { azureBackupRGNamePrefix: "rg-snap", ...(random.chance(0.5) && { azureBackupRGNameSuffix: "(s)" }) },
      }),
      ...(isArchived && {
        tieringPolicy: {
          ArchivedRP: random.chance(0.5)
            ? { tieringMode: "TierRecommended", duration: 0, durationType: "Invalid" }
            : { tieringMode: "TierAfter", duration: random.integer(3, 6), durationType: "Months" },
        },
      }),
      ...(isEnhanced && random.chance(0.2) && { snapshotConsistencyType: "OnlyCrashConsistent" }),
    },
  };
}

function schedule(random: Random, isEnhanced: boolean, frequency: string, time: string, days: readonly string[]): Json {
  const plain = { scheduleRunTimes: [time], ...(frequency === "Weekly" && { scheduleRunDays: days }) };
  const base = { scheduleRunFrequency: frequency };
  if (!isEnhanced) return { ...base, schedulePolicyType: "SimpleSchedulePolicy", ...plain };
  const interval = random.pick(4, 6, 8, 12);
  const hourly = { interval, scheduleWindowStartTime: time, scheduleWindowDuration: interval * random.integer(1, 24 / interval) };
  const member = { Daily: { dailySchedule: plain }, Weekly: { weeklySchedule: plain }, Hourly: { hourlySchedule: hourly } };
  return { ...base, schedulePolicyType: "SimpleSchedulePolicyV2", ...member[frequency as keyof typeof member] };
}

function byWeekday(random: Random, days: readonly string[]): Json {
  return {
    retentionScheduleFormatType: "Weekly",
    retentionScheduleWeekly: { daysOfTheWeek: someOf(random, days), weeksOfTheMonth: someOf(random, Object.values(WeekOfMonth)) },
  };
}

function byDay(random: Random): Json {
  const daysOfTheMonth = [
    ...someOf(random, [1, 2, 15, 28]).map((date) => ({ date, isLast: false })),
    ...(random.chance(0.3) ? [{ date: 0, isLast: true }] : []),
  ];
  return { retentionScheduleFormatType: "Daily", retentionScheduleDaily: { daysOfTheMonth } };
}

/** A name of a VM or a policy, which other names may equal but for separators and case. */
export function randomName(random: Random, separators: readonly [string, ...string[]]): string {
  const words = Array.from({ length: random.integer(2, 4) }, () => random.pick(...(WORDS.slice(0, -1) as [string])));
  return `${random.pick("a", "vm", "Z")}${random.pick(...separators)}${words.join(random.pick(...separators))}`;
}

export function randomDisks(random: Random): Json | undefined {
  if (random.chance(0.6)) return undefined;
  const diskLunList = someOf(random, [0, 1, 2, 3]);
  return { diskExclusionProperties: { diskLunList, isInclusionList: random.chance(0.5) } };
}
