import type { GenericResource } from "../arm/generic-resources";
import type { RetainedRun } from "./policies/retention";
import type { ErrorBody } from "../errors/service-error";
import type { BackedUpVm, RestoreDetails } from "./restores/restore-details";

/** Records of Azure Backup. Times are milliseconds since 1970. A time in the future means that the event has not happened yet. */

export interface Vault {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly sku: Readonly<Record<string, string>>;
  readonly identity: VaultIdentity | undefined;
  readonly properties: Readonly<Record<string, unknown>>;
  /** When its creation or latest change ends. */
  readonly settledAt: number;
  readonly config: VaultConfig;
  /** The properties last sent to `replicationVaultSettings`. */
  readonly replicationSettings: Readonly<Record<string, unknown>>;
}

/** A vault with everything in it. */
export interface VaultContent {
  readonly vault: Vault;
  readonly policies: readonly BackupPolicy[];
  readonly items: readonly ProtectedItem[];
  readonly jobs: readonly Job[];
  /** Other child resources, such as its association with a Resource Guard. */
  readonly resources: readonly GenericResource[];
}

/** A soft-deleted vault. */
export interface DeletedVault {
  readonly id: string;
  readonly name: string;
  readonly deletedAt: number;
  /** When its backup data is permanently deleted; the time of deletion if it has none. */
  readonly purgeAt: number;
  readonly content: VaultContent;
}

export interface VaultIdentity {
  readonly type: string;
  readonly principalId?: string;
  readonly tenantId?: string;
  readonly userAssignedIdentities?: Readonly<Record<string, { readonly principalId: string; readonly clientId: string }>>;
}

export interface VaultConfig {
  readonly enhancedSecurityState: string;
  readonly softDeleteFeatureState: string;
  readonly softDeleteRetentionPeriodInDays: number;
}

export interface BackupPolicy {
  readonly id: string;
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface ProtectedItem {
  /** The id with Azure's letter case: the resource group inside the names is in lower case. */
  readonly id: string;
  readonly vaultId: string;
  readonly vmId: string;
  readonly vmName: string;
  /** Such as `iaasvmcontainerv2;rg-app;vm-web`. */
  readonly containerName: string;
  /** Undefined if protection is stopped, or the item is deleted. */
  readonly policyId: string | undefined;
  readonly protection: "Protected" | "ProtectionStopped" | "BackupsSuspended";
  readonly extendedProperties: unknown;
  /** When the item starts to exist. */
  readonly protectedAt: number;
  /** Up to this time, the backups of its policy have been created. */
  readonly scheduledUntil: number;
  readonly deletion: Deletion | undefined;
}

/** The VMs that a vault could protect, as found by a discovery. */
export interface Discovery {
  /** When the discovery ends. */
  readonly at: number;
  readonly vmIds: readonly string[];
  /** The VMs that the previous discovery found. */
  readonly earlier: readonly string[];
}

export interface Deletion {
  readonly at: number;
  /** Until when the item can be undeleted; undefined if it cannot. */
  readonly recoverableUntil: number | undefined;
}

export type JobOutcome = "Completed" | "Failed" | "CompletedWithWarnings" | "Cancelled";
export type JobStatus = "InProgress" | "Cancelling" | JobOutcome;
export type TaskStatus = "NotStarted" | "InProgress" | "Cancelling" | TaskOutcome;
/** The transfer is skipped if an earlier job of the item is still running. */
export type TaskOutcome = "Completed" | "Failed" | "Skipped" | "Cancelled";

/** A job with its whole course: its state at a moment follows from the times. */
export interface Job {
  readonly id: string;
  readonly vaultId: string;
  readonly itemId: string;
  readonly operation:
    "Backup" | "ConfigureBackup" | "DisableBackup" | "DeleteBackupData" | "Undelete" | "Restore" | "CrossRegionRestore";
  readonly vmName: string;
  readonly containerName: string;
  /** The `x-ms-client-request-id` of the request that started it. */
  readonly activityId: string;
  readonly startTime: number;
  readonly endTime: number;
  /** The status with which it ends. */
  readonly outcome: JobOutcome;
  /** When its cancellation was requested. */
  readonly cancelledAt?: number;
  readonly tasks: readonly JobTask[];
  /** Properties in its details, beside the VM's name and the backup's own. */
  readonly properties?: Readonly<Record<string, string>>;
  readonly error?: ErrorBody;
  readonly backup?: BackupDetails;
  readonly restore?: RestoreDetails;
}

export interface JobTask {
  readonly taskId: string;
  readonly startTime: number;
  readonly endTime: number;
  readonly outcome: TaskOutcome;
}

export interface BackupDetails {
  /** When the recovery point of an on-demand backup expires. For a scheduled backup, the policy decides. */
  readonly expiry?: number;
  /** The run of the schedule, from which the policy's retention follows. */
  readonly scheduled?: RetainedRun;
  /** Whether its recovery point has expired: a later policy does not bring it back. */
  readonly isExpired?: boolean;
  /** Days for which its snapshot is kept in the VM's subscription. */
  readonly snapshotDays: number;
  /** Type of the policy at the time of the backup: `V1` or `V2`. */
  readonly policyType?: string;
  readonly sizeInMegabytes: number;
  /** The configuration of the VM; undefined if the VM did not exist. */
  readonly source?: BackedUpVm;
  /** From when its recovery point is in the archive tier. */
  readonly archivedAt?: number;
  /** The period in which a rehydrated recovery point is in the vault again. */
  readonly rehydrated?: { readonly from: number; readonly until: number };
}

/** How a backup fails. */
export interface BackupFault {
  /** Azure's error code, such as `UserErrorGuestAgentStatusUnavailable`. */
  readonly code: string;
  readonly phase: BackupPhase;
}

/** The parts of a backup: the snapshot of the VM's disks, then its transfer to the vault. */
export type BackupPhase = "snapshot" | "transfer";
