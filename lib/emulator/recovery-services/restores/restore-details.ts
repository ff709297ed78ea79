import type { GenericResource } from "../../arm/generic-resources";

/** Records of restores. Times are milliseconds since 1970. */

/** What a restore creates: disks, a new VM with disks, or new disks in place of those of the backed-up VM. */
export type RestoreKind = "RestoreDisks" | "AlternateLocation" | "OriginalLocation";

/** The phases of a restore: the transfer of the data, then the creation or update of the VM. */
export type RestorePhase = "transfer" | "virtualMachine";

/** The configuration of a VM at the time of its backup. */
export interface BackedUpVm {
  readonly location: string;
  readonly zones?: readonly string[];
  readonly vmSize: string;
  readonly osType: string;
  readonly securityType: string;
  readonly osDiskSizeGB: number;
  /** The data disks of the backup. */
  readonly dataDisks: readonly BackedUpDisk[];
  /** The data disks that the backup excluded. */
  readonly excluded: readonly BackedUpDisk[];
}

export interface BackedUpDisk {
  readonly lun: number;
  readonly sizeGB: number;
}

/** The details of a restore job, beside its tasks. */
export interface RestoreDetails {
  readonly kind: RestoreKind;
  readonly jobType: string;
  /** From when the details include the time of the recovery point. */
  readonly pointFoundAt: number;
  readonly pointTime: number;
  /** The VM that is created or changed; undefined if only disks are restored. */
  readonly targetVmName: string | undefined;
  /** Other properties that are shown from the start. */
  readonly bag: Readonly<Record<string, string | null>>;
  /** Properties that are added when the job has completed. */
  readonly completedBag: Readonly<Record<string, string>>;
}

/** The steps of a restore that are still to come. */
export interface PendingRestore {
  readonly jobId: string;
  readonly vaultId: string;
  readonly steps: readonly RestoreStep[];
}

/** Resources that a restore creates at the same moment: all of them, or none if one is not possible. */
export interface RestoreStep {
  readonly at: number;
  /** The index of its task; -1 if it belongs to none. */
  readonly task: number;
  readonly resources: readonly GenericResource[];
  /** The VM whose disks the resources replace. */
  readonly replacesDisksOf?: string;
}

/** A problem that Azure's validation finds in a restore. */
export interface ValidationFinding {
  readonly code: string;
  readonly message: string;
  readonly recommendations: readonly string[];
}
