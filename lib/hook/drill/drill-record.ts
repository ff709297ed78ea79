import type { ExitCode } from "../../contract/exit-code";

/** The version of the JSON report of a drill: raised when a field goes or changes its meaning, not when one is added. */
export const DRILL_RECORD_VERSION = 1;

/** One comparison of what was restored with what the recovery point says of the source. */
export interface DrillCheck {
  /** What is compared, such as `number of data disks`. */
  readonly name: string;
  readonly outcome: "passed" | "failed" | "not checked";
  readonly expected: string | null;
  readonly found: string | null;
  /** Why it failed or was not checked. */
  readonly detail: string | null;
}

/** A resource that the drill made. */
export interface DrillResource {
  readonly what: string;
  readonly id: string;
  /** `left` if the drill could not delete it or could not prove that it is its own. */
  readonly state: "deleted" | "left";
  readonly reason: string | null;
}

/** The drill of one VM. */
export interface DrilledVm {
  readonly vm: string;
  readonly resourceGroup: string | null;
  /** The VM's name, with its resource group if the vault has another VM of that name. */
  readonly label: string;
  readonly protectedItemId: string;
  readonly outcome: "passed" | "failed" | "skipped";
  /** Why the VM failed or was skipped. */
  readonly reason: string | null;
  readonly remedy: string | null;
  readonly recoveryPointId: string | null;
  readonly recoveryPointTime: string | null;
  readonly tiers: readonly string[];
  readonly consistency: string | null;
  /** The age of the recovery point when the drill began. */
  readonly pointAgeSeconds: number | null;
  readonly pointAgeMet: boolean | null;
  /** The ids of Azure's jobs, from which the evidence can be reproduced. */
  readonly jobIds: readonly string[];
  readonly restoreStartTime: string | null;
  readonly restoreEndTime: string | null;
  /** From the request to the last check. */
  readonly restoreSeconds: number | null;
  readonly objectiveMet: boolean | null;
  readonly checks: readonly DrillCheck[];
  readonly resources: readonly DrillResource[];
}

/** The evidence of a drill: instants as ISO text in UTC, null if there is nothing to say. */
export interface DrillRecord {
  readonly version: typeof DRILL_RECORD_VERSION;
  readonly tool: string;
  readonly operation: "drill";
  readonly drillId: string;
  readonly vaultId: string;
  readonly vault: string;
  readonly scratchGroupId: string;
  readonly restores: "disks" | "vm";
  /** The number of VMs that could have been drawn, and the text that the draw can be repeated with. */
  readonly candidates: number;
  readonly draw: string | null;
  readonly objectiveMinutes: number | null;
  readonly pointAgeHours: number | null;
  readonly startTime: string;
  readonly endTime: string;
  readonly exitCode: ExitCode;
  /** How the run ended: `settled`, or the cause, such as `timedOut`. */
  readonly ended: string;
  readonly error: string | null;
  readonly vms: readonly DrilledVm[];
  /** What an earlier drill had left, and what became of it. */
  readonly cleaned: readonly DrillResource[];
}
