import { asObject, asInstant, asArray, asString } from "../arm/json";

/** What a VM can be restored to. */
export interface RecoveryPoint {
  readonly id: string;
  readonly time: Date | undefined;
  /** Where it is kept, such as `Snapshot`, in the portal's words. */
  readonly tiers: readonly string[];
  /** When it expires, where Azure says so: of on-demand backups it often does not. */
  readonly expires: Date | undefined;
  readonly consistency: string;
}

export const CRASH_CONSISTENT = "Crash consistent";

const CONSISTENCIES: Readonly<Record<string, string>> = {
  AppConsistent: "Application consistent",
  FileSystemConsistent: "File system consistent",
  CrashConsistent: CRASH_CONSISTENT,
};

const TIERS: Readonly<Record<string, string>> = {
  InstantRP: "Snapshot",
  HardenedRP: "Vault-Standard",
  ArchivedRP: "Vault-Archive",
};

/** The recovery point in one element of an answer, or undefined where there is none. */
export function recoveryPointFrom(body: unknown): RecoveryPoint | undefined {
  const id = asString(asObject(body)["name"]);
  if (!id) return undefined;
  const properties = asObject(asObject(body)["properties"]);
  const type = asString(properties["recoveryPointType"]);
  return {
    id,
    time: asInstant(properties["recoveryPointTime"]),
    tiers: asArray(properties["recoveryPointTierDetails"]).flatMap(tierOf),
    expires: asInstant(asObject(properties["recoveryPointProperties"])["expiryTime"]),
    consistency: type === undefined ? "Unknown" : (CONSISTENCIES[type] ?? type),
  };
}

/** A tier counts where it holds the data still. */
function tierOf(detail: unknown): string[] {
  const fields = asObject(detail);
  const type = asString(fields["type"]);
  const gone = ["Deleted", "Disabled", "Invalid"].includes(asString(fields["status"]) ?? "");
  return type === undefined || gone ? [] : [TIERS[type] ?? type];
}
