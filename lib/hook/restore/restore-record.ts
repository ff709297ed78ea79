import type { ExitCode } from "../../contract/exit-code";
import type { PhaseRecord } from "../report/phases";

/** The version of the JSON report of a restore: raised if a field is removed or changes its meaning, not if one is added. */
export const RESTORE_RECORD_VERSION = 1;

/** The result of a restore, as in the reports: instants as ISO text in UTC, null if there is no value. */
export interface RestoreRecord {
  readonly version: typeof RESTORE_RECORD_VERSION;
  readonly tool: string;
  readonly operation: "restore";
  readonly vaultId: string;
  readonly vault: string;
  readonly vm: string;
  readonly resourceGroup: string | null;
  /** The VM's name, with its resource group if the vault has another VM of that name. */
  readonly label: string;
  readonly restoresTo: "disks" | "vm" | "original";
  readonly recoveryPointId: string | null;
  readonly recoveryPointTime: string | null;
  readonly tiers: readonly string[];
  readonly jobId: string | null;
  readonly status: string;
  readonly reason: string | null;
  /** What to do about the known errors in the reason. */
  readonly remedies: readonly string[];
  readonly startTime: string;
  readonly endTime: string;
  /** The duration of Azure's job, in seconds. */
  readonly jobSeconds: number | null;
  /** The phases of the restore, in order. */
  readonly phases: readonly PhaseRecord[];
  readonly exitCode: ExitCode;
  readonly error: string | null;
  readonly resumeCommand: string | null;
  readonly made: readonly { readonly what: string; readonly id: string; readonly lun?: number }[];
  readonly terraform: readonly string[];
}
