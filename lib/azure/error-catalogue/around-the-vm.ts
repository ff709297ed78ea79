import type { Catalogue, CatalogueEntry } from "./entry";

function fix(cause: string, remedy: string, number?: number): CatalogueEntry {
  return { cause, remedy, ...(number === undefined ? {} : { number }) };
}

const VM_GONE = "stop its protection, or create the VM again with the same name and resource group";
const GIVE_KEYS = "give the Backup Management Service get, list and backup on the keys and secrets of the key vault";
const EXCLUDE_DISK = "exclude the disk from the backup, or replace it";

/** Errors whose cause is around the VM: its disks and keys, locks and policies, the vault. */
export const AROUND_THE_VM: Catalogue = {
  ExtensionFailedSnapshotLimitReachedError: fix("a disk has too many snapshots", "delete snapshots that nobody needs"),
  UserErrorRpCollectionLimitReached: fix(
    "the VM has more than 18 instant restore points, or a lock keeps them from being deleted",
    "remove the locks on the resource groups AzureBackupRG_*, so that old restore points are cleaned up",
  ),
  UserErrorRpCollectionMarkedForDeletion: fix(
    "the restore point collection is being deleted",
    "wait until it is gone; ask Microsoft's support if it stays",
  ),
  UserErrorResourceIsInLockedState: fix("a lock is on the VM or its resource group", "remove the lock"),
  UserErrorVmProvisioningStateFailed: fix(
    "the VM's provisioning state is failed or updating",
    "bring the VM back to succeeded, such as by updating it without a change",
  ),
  UserErrorKeyvaultPermissionsNotConfigured: fix("Azure Backup may not read the keys of the encrypted VM", GIVE_KEYS),
  UserErrorInvalidVMEncryptionInfo: fix("the VM's encryption settings do not fit its key vault", GIVE_KEYS),
  UserErrorRequestDisallowedByPolicy: fix(
    "an Azure Policy forbids what the backup creates",
    "exempt the resource groups AzureBackupRG_* from that policy, or satisfy it (such as tags)",
  ),
  UserErrorCrpReportedUserError: fix("the compute service refused the snapshot", "read its message, and correct what it names"),
  UserErrorBcmDatasourceNotPresent: fix("the VM is not actively protected", "resume its protection by assigning a policy"),
  UserErrorUnsupportedDiskSize: fix("a disk is larger than Azure Backup supports", EXCLUDE_DISK),
  UserErrorUnsupportedDiskConfiguration: fix("a disk is of a kind that Azure Backup does not support", EXCLUDE_DISK),
  UserErrorSharedDiskBackupNotSupported: fix("Azure Backup does not support shared disks", EXCLUDE_DISK),
  UserErrorVmNotFoundV2: fix("the VM was deleted or moved", VM_GONE),
  BCMV2VMNotFound: fix("the VM was deleted or moved", VM_GONE, 400094),
  ResourceNotFound: fix("the VM was deleted or moved", VM_GONE, 320001),
  UserErrorVmVaultLocationMismatch: fix("the vault is in another region than the VM", "protect the VM by a vault of its region"),
  UserErrorProtectionQuotaExceeded: fix("the vault protects as many VMs as it can", "use a further vault"),
  UserErrorBCMPremiumStorageQuotaError: fix(
    "the storage account has no room for a snapshot",
    "leave half of the premium storage account free, or raise its quota",
  ),
  ManagedRPCreationFailedInCrpButExtensionSucceeded: fix(
    "the compute service could not make the restore point",
    "read Azure's message, and ask Microsoft's support if it stays",
  ),
  UserErrorMigrationFromTrustedLaunchVMToNonTrustedVMNotAllowed: fix(
    "the VM was a trusted-launch VM when it was protected",
    "stop its protection and protect it anew",
  ),
  UserErrorJobSuccessfullyCancelled: fix("somebody cancelled the backup", "run again to start it anew", 400158),
  BMSUserErrorContainerNameIncorrectFormat: fix(
    "the container's name is not of Azure's form",
    "use the protected item's id as Azure or azurerm gives it",
  ),
  BMSUserErrorProtectedItemNameIncorrectFormat: fix(
    "the protected item's name is not of Azure's form",
    "use the protected item's id as Azure or azurerm gives it",
  ),
  UserErrorOperationDeniedOnImmutableItem: fix(
    "the vault is immutable, and the operation would shorten what is kept",
    "leave it, or wait until the recovery points expire",
  ),
};
