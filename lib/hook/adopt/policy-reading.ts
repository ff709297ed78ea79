import * as v from "valibot";
import { read, text } from "../arm/answer-schema";
import { type BackupPolicy, readBackupPolicy } from "../vault/backup-policy";

/** A backup policy for VMs, with the settings that azurerm has arguments for. */
export interface PolicyReading extends BackupPolicy {
  readonly isEnhanced: boolean;
  readonly onlyCrashConsistent: boolean;
  readonly tiering: { readonly mode: string; readonly duration: number; readonly unit: string } | undefined;
  readonly snapshotGroup: { readonly prefix: string; readonly suffix: string | undefined } | undefined;
  /** The units of its retentions, if they are not days, weeks, months and years. */
  readonly otherUnits: readonly string[];
}

/** A policy of another workload, such as SQL Server in a VM. */
export interface OtherPolicy {
  readonly name: string;
  readonly workload: string;
}

const duration = v.nullish(v.object({ retentionDuration: v.nullish(v.object({ durationType: text })) }));

const schema = v.object({
  name: text,
  properties: v.object({
    backupManagementType: text,
    policyType: text,
    snapshotConsistencyType: text,
    tieringPolicy: v.nullish(
      v.record(v.string(), v.object({ tieringMode: text, duration: v.nullish(v.number()), durationType: text })),
    ),
    instantRPDetails: v.nullish(v.object({ azureBackupRGNamePrefix: text, azureBackupRGNameSuffix: text })),
    retentionPolicy: v.nullish(
      v.object({ dailySchedule: duration, weeklySchedule: duration, monthlySchedule: duration, yearlySchedule: duration }),
    ),
  }),
});

const UNITS = { dailySchedule: "Days", weeklySchedule: "Weeks", monthlySchedule: "Months", yearlySchedule: "Years" } as const;

export function isVmPolicy(policy: PolicyReading | OtherPolicy): policy is PolicyReading {
  return "timeZone" in policy;
}

/** Reads the policy in an element of a list. @throws UnreadableAnswer */
export function readPolicy(body: unknown): PolicyReading | OtherPolicy {
  const { name, properties } = read(v.object({ name: text, properties: v.object({ backupManagementType: text }) }), body);
  if (properties.backupManagementType !== "AzureIaasVM") {
    return { name: name ?? "", workload: properties.backupManagementType ?? "an unknown workload" };
  }
  const policy = read(schema, body).properties;
  const { instantRPDetails: group, retentionPolicy } = policy;
  const { ArchivedRP: tiering } = policy.tieringPolicy ?? {};
  const prefix = group?.azureBackupRGNamePrefix;
  const units = Object.entries(UNITS).flatMap(([kind, unit]) => {
    const found = retentionPolicy?.[kind as keyof typeof UNITS]?.retentionDuration?.durationType;
    return found === undefined || found === unit ? [] : [found];
  });
  return {
    ...readBackupPolicy(body),
    isEnhanced: policy.policyType === "V2",
    onlyCrashConsistent: policy.snapshotConsistencyType === "OnlyCrashConsistent",
    tiering:
      tiering?.tieringMode === undefined || tiering.tieringMode === "DoNotTier"
        ? undefined
        : { mode: tiering.tieringMode, duration: tiering.duration ?? 0, unit: tiering.durationType ?? "" },
    snapshotGroup: prefix === undefined ? undefined : { prefix, suffix: group?.azureBackupRGNameSuffix },
    otherUnits: units,
  };
}
