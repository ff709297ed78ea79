import type { GenericResource } from "../arm/generic-resources";
import type { RetainedRun } from "./policies/retention";
import type { ErrorBody } from "../errors/service-error";
import type { BackedUpVm, RestoreDetails } from "./restores/restore-details";

/** Records of Azure Backup. Times are milliseconds since 1970; if one lies ahead, the thing has not happened yet. */

export interface Vault {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly sku: Readonly<Record<string, string>>;
  readonly identity: VaultIdentity | undefined;
  readonly properties: Readonly<Record<string, unknown>>;
  /** When its creation, or latest change, is done. */
  readonly settledAt: number;
  readonly config: VaultConfig;
  /** What `replicationVaultSettings` was last given. */
  readonly replicationSettings: Readonly<Record<string, unknown>>;
}

/** A vault with everything in it. */
export interface VaultContent {
  readonly vault: Vault;
  readonly policies: readonly BackupPolicy[];
  readonly items: readonly ProtectedItem[];
  readonly jobs: readonly Job[];
  /** What else is a part of it, such as its association with a Resource Guard. */
  readonly resources: readonly GenericResource[];
}

/** A vault that was deleted softly. */
export interface DeletedVault {
  readonly id: string;
  readonly name: string;
  readonly deletedAt: number;
  /** When its backup data is deleted for good; at once if it has none. */
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
  /** As Azure spells it: the resource group in lower case inside the names. */
  readonly id: string;
  readonly vaultId: string;
  readonly vmId: string;
  readonly vmName: string;
  /** Such as `iaasvmcontainerv2;rg-app;vm-web`. */
  readonly containerName: string;
  /** Undefined once protection was stopped with its data kept, or deleted. */
  readonly policyId: string | undefined;
  readonly protection: "Protected" | "ProtectionStopped" | "BackupsSuspended";
  readonly extendedProperties: unknown;
  /** From when it is there. */
  readonly protectedAt: number;
  /** Up to when the backups that its policy starts were made. */
  readonly scheduledUntil: number;
  readonly deletion: Deletion | undefined;
}

/** What a vault knows of the VMs that it could protect. */
export interface Discovery {
  /** When it is done. */
  readonly at: number;
  readonly vmIds: readonly string[];
  /** What the discovery before it had found. */
  readonly earlier: readonly string[];
}

export interface Deletion {
  readonly at: number;
  /** Until when it can be undone; undefined if it cannot. */
  readonly recoverableUntil: number | undefined;
}

export type JobOutcome = "Completed" | "Failed" | "CompletedWithWarnings" | "Cancelled";
export type JobStatus = "InProgress" | "Cancelling" | JobOutcome;
export type TaskStatus = "NotStarted" | "InProgress" | "Cancelling" | TaskOutcome;
/** A transfer is skipped if an earlier job's is still running. */
export type TaskOutcome = "Completed" | "Failed" | "Skipped" | "Cancelled";

/** A job, with all that it will come to: how far it has got is a question of the time. */
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
  /** What it ends as. */
  readonly outcome: JobOutcome;
  /** When somebody asked for it to be cancelled. */
  readonly cancelledAt?: number;
  readonly tasks: readonly JobTask[];
  /** What its details say beside the VM's name and what its backup tells. */
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
  /** Until when the recovery point of an on-demand backup is kept; the policy says so of a scheduled one's. */
  readonly expiry?: number;
  /** What its policy's retention asks of a scheduled backup. */
  readonly scheduled?: RetainedRun;
  /** Whether its recovery point has expired for good, whatever is changed since. */
  readonly isExpired?: boolean;
  /** Days that its snapshot is kept beside the VM. */
  readonly snapshotDays: number;
  /** `V1` or `V2`, of the policy that it was made under. */
  readonly policyType?: string;
  readonly sizeInMegabytes: number;
  /** What the VM was like; missing where it was gone. */
  readonly source?: BackedUpVm;
  /** From when on its recovery point is in the archive tier. */
  readonly archivedAt?: number;
  /** From when until when an archived recovery point is in the vault again. */
  readonly rehydrated?: { readonly from: number; readonly until: number };
}

/** How the next backup of a VM is to fail. */
export interface BackupFault {
  /** Azure's error code, such as `UserErrorGuestAgentStatusUnavailable`. */
  readonly code: string;
  readonly phase: BackupPhase;
}

/** The parts of a backup: the snapshot of the VM's disks, then its transfer to the vault. */
export type BackupPhase = "snapshot" | "transfer";
