import { fieldsOf, instantOf, listOf, textOf } from "../../arm/json";

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
  const id = textOf(fieldsOf(body)["name"]);
  if (!id) return undefined;
  const properties = fieldsOf(fieldsOf(body)["properties"]);
  const type = textOf(properties["recoveryPointType"]);
  return {
    id,
    time: instantOf(properties["recoveryPointTime"]),
    tiers: listOf(properties["recoveryPointTierDetails"]).flatMap(tierOf),
    expires: instantOf(fieldsOf(properties["recoveryPointProperties"])["expiryTime"]),
    consistency: type === undefined ? "Unknown" : (CONSISTENCIES[type] ?? type),
  };
}

/** A tier counts where it holds the data still. */
function tierOf(detail: unknown): string[] {
  const fields = fieldsOf(detail);
  const type = textOf(fields["type"]);
  const gone = ["Deleted", "Disabled", "Invalid"].includes(textOf(fields["status"]) ?? "");
  return type === undefined || gone ? [] : [TIERS[type] ?? type];
}
