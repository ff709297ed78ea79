import type { Catalogue, CatalogueEntry } from "./entry";

function fix(cause: string, remedy: string, number?: number): CatalogueEntry {
  return { cause, remedy, number };
}

const VM_GONE = "stop its protection, or create the VM again with the same name and resource group";
function gone(number?: number): CatalogueEntry {
  return { ...fix("the VM was deleted or moved", VM_GONE, number), vmIsGone: true };
}
const GIVE_KEYS = "give the Backup Management Service get, list and backup on the keys and secrets of the key vault";
const EXCLUDE_DISK = "exclude the disk from the backup, or replace it";

/** Errors caused by Azure resources: the VM, its disks and keys, locks, policies, the vault. */
export const RESOURCE_ERRORS: Catalogue = {
  ExtensionFailedSnapshotLimitReachedError: fix("a disk has too many snapshots", "delete the snapshots that you do not need"),
  UserErrorRpCollectionLimitReached: fix(
    "the VM has more than 18 instant restore points, or a lock prevents their deletion",
    "remove the locks on the resource groups AzureBackupRG_*, so that old restore points are cleaned up",
  ),
  UserErrorRpCollectionMarkedForDeletion: fix(
    "the restore point collection is being deleted",
    "wait until it is gone; ask Microsoft's support if the error persists",
  ),
  UserErrorResourceIsInLockedState: fix("a lock is on the VM or its resource group", "remove the lock"),
  UserErrorVmProvisioningStateFailed: fix(
    "the VM's provisioning state is failed or updating",
    "bring the VM back to succeeded, for example with an update that changes nothing",
  ),
  UserErrorKeyvaultPermissionsNotConfigured: fix("Azure Backup has no access to the keys of the encrypted VM", GIVE_KEYS),
  UserErrorInvalidVMEncryptionInfo: fix("the VM's encryption settings do not fit its key vault", GIVE_KEYS),
  UserErrorRequestDisallowedByPolicy: fix(
    "an Azure Policy forbids a resource that the backup creates",
    "exempt the resource groups AzureBackupRG_* from that policy, or satisfy it (for example with tags)",
  ),
  UserErrorCrpReportedUserError: fix(
    "the compute service refused the snapshot",
    "read its message, and correct the cause that it names",
  ),
  UserErrorBcmDatasourceNotPresent: fix("the VM is not actively protected", "resume its protection by assigning a policy"),
  UserErrorUnsupportedDiskSize: fix("a disk is larger than Azure Backup supports", EXCLUDE_DISK),
  UserErrorUnsupportedDiskConfiguration: fix("a disk is of a kind that Azure Backup does not support", EXCLUDE_DISK),
  UserErrorSharedDiskBackupNotSupported: fix("Azure Backup does not support shared disks", EXCLUDE_DISK),
  UserErrorVmNotFoundV2: gone(),
  BCMV2VMNotFound: gone(400094),
  ResourceNotFound: gone(320001),
  UserErrorVmVaultLocationMismatch: fix("the vault is in another region than the VM", "protect the VM by a vault of its region"),
  UserErrorProtectionQuotaExceeded: fix("the vault has reached its limit of protected VMs", "use another vault"),
  UserErrorBCMPremiumStorageQuotaError: fix(
    "the storage account has no room for a snapshot",
    "leave half of the premium storage account free, or raise its quota",
  ),
  ManagedRPCreationFailedInCrpButExtensionSucceeded: fix(
    "the compute service could not make the restore point",
    "read Azure's message, and ask Microsoft's support if the error persists",
  ),
  UserErrorMigrationFromTrustedLaunchVMToNonTrustedVMNotAllowed: fix(
    "the VM was a trusted-launch VM when it was protected",
    "stop its protection and protect it again",
  ),
  UserErrorJobSuccessfullyCancelled: fix("somebody cancelled the backup", "run again to start a new backup", 400158),
  BMSUserErrorContainerIsAlreadyRegisteredWithAnotherVault: fix(
    "another vault protects the VM",
    "find that vault with 'azure-vm-backup preflight' or 'az backup protection check-vm'; delete the VM's backups there, or use that vault",
  ),
  BMSUserErrorContainerNameIncorrectFormat: fix(
    "the name of the container has the wrong format",
    "use the id of the protected item as Azure or azurerm returns it",
  ),
  BMSUserErrorProtectedItemNameIncorrectFormat: fix(
    "the name of the protected item has the wrong format",
    "use the id of the protected item as Azure or azurerm returns it",
  ),
  UserErrorOperationDeniedOnImmutableItem: fix(
    "the vault is immutable, and the operation would shorten the retention of recovery points",
    "keep the retention, or wait until the recovery points expire",
  ),
};
