import type { GenericResource } from "../../arm/generic-resources";

/** Records of restores. Times are milliseconds since 1970. */

/** What a restore makes: disks, a new VM with them, or new disks for the VM that was backed up. */
export type RestoreKind = "RestoreDisks" | "AlternateLocation" | "OriginalLocation";

/** The parts of a restore that can fail: the transfer of the data, then what is done to a VM with the restored disks. */
export type RestorePhase = "transfer" | "virtualMachine";

/** What a VM was like when it was backed up. */
export interface BackedUpVm {
  readonly location: string;
  readonly zones?: readonly string[];
  readonly vmSize: string;
  readonly osType: string;
  readonly securityType: string;
  readonly osDiskSizeGB: number;
  /** The data disks of the backup. */
  readonly dataDisks: readonly BackedUpDisk[];
  /** The data disks that it left out. */
  readonly excluded: readonly BackedUpDisk[];
}

export interface BackedUpDisk {
  readonly lun: number;
  readonly sizeGB: number;
}

/** What a restore job tells of itself beside its tasks. */
export interface RestoreDetails {
  readonly kind: RestoreKind;
  readonly jobType: string;
  /** When its recovery point is found, which is told from then on. */
  readonly pointFoundAt: number;
  readonly pointTime: number;
  /** The VM it makes or changes; undefined of disks. */
  readonly targetVmName: string | undefined;
  /** What else it tells from the start. */
  readonly bag: Readonly<Record<string, string | null>>;
  /** What it tells beside that once it has completed. */
  readonly completedBag: Readonly<Record<string, string>>;
}

/** What a restore has still to make. */
export interface PendingRestore {
  readonly jobId: string;
  readonly vaultId: string;
  readonly steps: readonly RestoreStep[];
}

/** What a restore makes at a moment, all of it or nothing. */
export interface RestoreStep {
  readonly at: number;
  /** The place of the task that it is part of. */
  readonly task: number;
  readonly resources: readonly GenericResource[];
  /** The VM whose disks the resources take the place of. */
  readonly replacesDisksOf?: string;
}

/** What Azure's validation says of a restore. */
export interface ValidationFinding {
  readonly code: string;
  readonly message: string;
  readonly recommendations: readonly string[];
}
