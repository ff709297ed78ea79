import type { Catalogue, CatalogueEntry } from "./entry";

function later(cause: string, remedy: string, number?: number): CatalogueEntry {
  return { cause, remedy, retry: "later", number };
}

function otherBackup(number?: number): CatalogueEntry {
  const remedy = "wait for that backup to end";
  const cause = "another backup of the VM is in progress";
  return { cause, remedy, retry: "afterOtherBackup", number };
}

/** Errors that end without a change. */
export const TRANSIENT_ERRORS: Catalogue = {
  UserErrorBackupOperationInProgress: otherBackup(400249),
  SystemBackupOperationInProgress: otherBackup(),
  BMSUserErrorObjectLocked: later("another operation works on the protected item", "try again in some minutes"),
  BMSUserErrorConflictingProtectionOperation: later(
    "the protection of the VM is being changed",
    "try again when that operation has ended",
  ),
  CloudInternalError: later("an internal error of the service", "try again in some minutes", 130001),
  CloudTimeoutError: later("the service took too long", "try again in some minutes"),
  CloudCommunicationError: later("parts of the service could not reach each other", "try again in some minutes"),
  BackUpOperationFailed: later(
    "an internal error during the backup",
    "try again in some minutes; if the error persists, check the VM agent and its network access",
  ),
  BackUpOperationFailedV2: later(
    "an internal error during the backup",
    "try again in some minutes; if the error persists, check the VM agent and its network access",
  ),
  BCMCrpInternalError: later(
    "an internal error of the compute service",
    "try again in some minutes; if the error persists, exclude the backup extension's folders from the antivirus",
  ),
  VMRestorePointInternalError: later(
    "the restore point could not be created, often because an antivirus blocks the backup extension",
    "try again; if the error persists, exclude C:\\Packages\\Plugins\\Microsoft.Azure.RecoveryServices.VMSnapshot from the antivirus",
  ),
  ExtensionOperationInProgress: later("the VM was being changed during the snapshot", "try again when the change has ended"),
  ExtensionFailedSnapshotRateExceededError: later(
    "a disk allows one snapshot per minute",
    "try again after more than a minute, and pause other snapshot tools until then",
  ),
  CopyingVHDsFromBackUpVaultTakingLongTime: later("the storage is overloaded at the moment", "try again later"),
  GuestAgentSnapshotTaskStatusError: later(
    "the VM agent did not report the result of the snapshot",
    "try again; if the error persists, check the VM agent",
  ),
  VMCreationTimeOutStorageErrorV2: later(
    "the creation of a VM timed out",
    "try again later; if the error persists, contact Microsoft support",
    400199,
  ),
  UserErrorVmNotInDesirableState: later(
    "the VM was starting or stopping",
    "wait until the VM is running or stopped (deallocated)",
  ),
  VmNotInDesirableState: later("the VM was starting or stopping", "wait until the VM is running or stopped (deallocated)"),
  UserErrorRpCollectionDeleted: later("the restore point collection was deleted", "try again: Azure creates a new one"),
};
