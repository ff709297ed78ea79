import * as v from "valibot";
import { flag, instant, list, read, requiredText, text } from "../arm/answer-schema";

/** A recovery point of a VM. */
export interface RecoveryPoint {
  readonly id: string;
  readonly time: Date | undefined;
  /** The tiers that hold it, such as `Snapshot`, named as in the portal. */
  readonly tiers: readonly string[];
  /** The expiry time; undefined if Azure does not report it, as often for on-demand backups. */
  readonly expires: Date | undefined;
  readonly consistency: string;
  /** `Windows` or `Linux`, if Azure says so. */
  readonly osType?: string | undefined;
  /** Such as `TrustedLaunch`, or `Standard`; undefined if Azure does not say. */
  readonly securityType?: string | undefined;
  /** The zones of the VM; undefined if Azure names none. */
  readonly zones?: readonly string[] | undefined;
  /** Whether Azure Disk Encryption had encrypted the VM; undefined if Azure does not say. */
  readonly isSourceEncrypted?: boolean | undefined;
  /** The LUNs of the data disks in it; undefined if Azure does not say, as if no disk was left out. */
  readonly dataDiskLuns?: readonly number[] | undefined;
  /** Azure's threat status, such as `UnHealthy`; undefined if Azure does not report one. */
  readonly threatStatus: string | undefined;
  /** The titles of the threats that Azure found in it. */
  readonly threats: readonly string[];
}

/** Whether Azure reports that a recovery point may contain a threat. */
export function isUnhealthy({ threatStatus }: Pick<RecoveryPoint, "threatStatus">): boolean {
  return ["unhealthy", "warning"].includes(threatStatus?.toLowerCase() ?? "");
}

export const [SNAPSHOT_TIER, VAULT_TIER, ARCHIVE_TIER] = ["Snapshot", "Vault-Standard", "Vault-Archive"] as const;
/** An archived recovery point that is in the vault again for some days. */
export const REHYDRATED_TIER = "Vault-Standard (rehydrated)";

export const CRASH_CONSISTENT = "Crash consistent";

const CONSISTENCIES: Readonly<Record<string, string>> = {
  AppConsistent: "Application consistent",
  FileSystemConsistent: "File system consistent",
  CrashConsistent: CRASH_CONSISTENT,
};

const TIERS: Readonly<Record<string, string>> = {
  InstantRP: SNAPSHOT_TIER,
  HardenedRP: VAULT_TIER,
  ArchivedRP: ARCHIVE_TIER,
};

const tierSchema = v.object({ type: text, status: text });

const schema = v.object({
  name: requiredText,
  properties: v.object({
    recoveryPointType: text,
    recoveryPointTime: instant,
    recoveryPointTierDetails: list(tierSchema),
    osType: text,
    securityType: text,
    zones: v.nullish(v.array(v.string())),
    isSourceVMEncrypted: flag,
    recoveryPointDiskConfiguration: v.nullish(
      v.object({ includedDiskList: v.nullish(v.array(v.object({ lun: v.nullish(v.number()) }))) }),
    ),
    recoveryPointProperties: v.nullish(v.object({ expiryTime: instant })),
    // Older api-versions return the number 0, which is not documented.
    threatStatus: v.nullish(v.union([v.string(), v.number()])),
    threatInfo: list(v.object({ threatTitle: text })),
  }),
});

/** Reads the recovery point in a list element. @throws UnreadableAnswer */
export function readRecoveryPoint(body: unknown): RecoveryPoint {
  const { name: id, properties } = read(schema, body);
  const type = properties.recoveryPointType;
  return {
    id,
    time: properties.recoveryPointTime,
    tiers: properties.recoveryPointTierDetails.flatMap(tierOf),
    expires: properties.recoveryPointProperties?.expiryTime,
    threatStatus: typeof properties.threatStatus === "string" ? properties.threatStatus : undefined,
    threats: properties.threatInfo.flatMap(({ threatTitle }) => threatTitle ?? []),
    consistency: type === undefined ? "Unknown" : (CONSISTENCIES[type] ?? type),
    osType: properties.osType,
    securityType: properties.securityType === "None" ? "Standard" : properties.securityType,
    zones: properties.zones ?? undefined,
    isSourceEncrypted: properties.isSourceVMEncrypted ?? undefined,
    dataDiskLuns: properties.recoveryPointDiskConfiguration?.includedDiskList
      ?.map(({ lun }) => lun ?? -1)
      .filter((lun) => lun >= 0),
  };
}

/** Returns the tier if it still holds the data. */
function tierOf({ type, status }: v.InferOutput<typeof tierSchema>): string[] {
  const gone = ["Deleted", "Disabled", "Invalid"].includes(status ?? "");
  if (type === undefined || gone) return [];
  return status === "Rehydrated" ? [REHYDRATED_TIER] : [TIERS[type] ?? type];
}
