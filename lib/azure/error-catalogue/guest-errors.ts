import type { Catalogue, CatalogueEntry } from "./entry";

function fix(cause: string, remedy: string, number?: number): CatalogueEntry {
  return { cause, remedy, number };
}

const OPEN_NETWORK = "let the VM reach Azure Storage and Azure Backup over HTTPS (TLS 1.2), by service tags or a proxy";
const REPAIR_VSS = "run 'vssadmin list writers', restart the services of the writers in error, or restart the VM";
const REPAIR_COM = "make sure that the services COM+ System Application and Distributed Transaction Coordinator run";

/** Errors caused inside the VM: by its agent, network, extension or file systems. */
export const GUEST_ERRORS: Catalogue = {
  UserErrorGuestAgentStatusUnavailable: fix(
    "the VM agent does not answer",
    "install or update the VM agent, make sure that it runs, and that the VM can reach Azure",
  ),
  UserErrorGuestAgentVersionUnsupported: fix("the VM agent is too old", "update the VM agent"),
  AzureVmOffline: fix("the VM or its agent is offline", "start the VM and check its agent", 380008),
  ExtensionSnapshotFailedNoNetwork: fix("the VM has no network access", OPEN_NETWORK),
  ExtensionSnapshotFailedNoSecureNetwork: fix("the VM cannot make a secure connection", OPEN_NETWORK),
  ExtensionFailedTimeoutVMNetworkUnresponsive: fix("the VM's network did not answer in time", OPEN_NETWORK),
  ExtensionOperationFailed: fix("the snapshot failed in the Volume Shadow Copy Service", REPAIR_VSS),
  ExtensionOperationFailedForManagedDisks: fix("the snapshot failed in the Volume Shadow Copy Service", REPAIR_VSS),
  ExtensionFailedVssWriterInBadState: fix("a writer of the Volume Shadow Copy Service is in a bad state", REPAIR_VSS),
  ExtensionFailedVssServiceInBadState: fix("the Volume Shadow Copy Service is in a bad state", REPAIR_VSS),
  ExtensionSnapshotFailedCOM: fix("a COM+ error in the VM", REPAIR_COM),
  ExtensionInstallationFailedCOM: fix("a COM+ error in the VM prevented the installation of the extension", REPAIR_COM),
  ExtensionInstallationFailedMDTC: fix("the Distributed Transaction Coordinator of the VM does not run", REPAIR_COM),
  ExtensionConfigParsingFailure: fix(
    "the extension has no permission to read the machine keys",
    "correct the permissions of the folder MachineKeys under C:\\ProgramData\\Microsoft\\Crypto\\RSA",
  ),
  ExtensionStuckInDeletionState: fix(
    "the deletion of the backup extension does not end",
    "remove the extension VMSnapshot from the VM; the next backup installs it again",
  ),
  ExtensionVCRedistInstallationFailure: fix(
    "the Visual C++ redistributable could not be installed",
    "install the Visual C++ redistributable in the VM",
  ),
  ExtensionSnapshotBitlockerError: fix("a drive is locked by BitLocker", "unlock the drive, or turn on automatic unlock"),
  UserErrorFsFreezeFailed: fix(
    "a file system of the Linux VM could not be frozen",
    "check the file systems with fsck, and their mount options",
  ),
  NoExtensionStatusButStatusBlobAvailable: fix(
    "the backup extension reports no status",
    "check the VM agent and the extension VMSnapshot, and ask Microsoft's support if the error persists",
  ),
};
