import { defineError } from "./define-error";

/** The errors of restores. Azure's validation finds the same ones. The rules are documented. */

const rule = { code: "ours", date: "2026-11", note: "the rule is documented" } as const;

export const restoreInputInvalid = defineError({
  status: 400,
  code: "BMSUserErrorInvalidInput",
  when: "a restore lacks what its kind needs, or a recovery point is moved to a tier other than the archive",
  known: { code: "seen", date: "2022-09", note: "which rules it stands for is ours" },
  text: (_reason: string) => "Input provided for the call is invalid",
  reasons: (reason) => [reason],
});

export const stagingAccountNotFound = defineError({
  status: 400,
  code: "UserErrorStagingStorageAccountNotFound",
  when: "the staging account of a restore does not exist",
  known: rule,
  text: (account: string) => `The storage account '${account}' was not found.`,
});

export const stagingAccountElsewhere = defineError({
  status: 400,
  code: "UserErrorStorageAccountRegionMismatch",
  when: "the staging account of a restore is in another region than the vault",
  known: rule,
  text: (account: string, region: string, vaultRegion: string) =>
    `Backup vault and target storage account are in two different regions: '${account}' is in ${region}, the vault in ${vaultRegion}.`,
});

export const stagingAccountUnsupported = defineError({
  status: 400,
  code: "UserErrorStorageAccountNotSupported",
  when: "the staging account of a restore is zone-redundant, or of a kind that holds only blobs or files",
  known: rule,
  text: (account: string, sku: string, kind: string) =>
    `The storage account specified for the restore operation is not supported: '${account}' is of SKU ${sku} and kind ${kind}.`,
});

export const targetGroupNotFound = defineError({
  status: 400,
  code: "UserErrorTargetResourceGroupNotFound",
  when: "the target resource group of a restore does not exist",
  known: rule,
  text: (group: string) => `The target resource group '${group}' was not found.`,
});

export const targetVmExists = defineError({
  status: 400,
  code: "UserErrorTargetVirtualMachineAlreadyExists",
  when: "the target resource group has a VM of the same name",
  known: rule,
  text: (vm: string) => `A virtual machine '${vm}' exists already in the target resource group.`,
});

export const targetVmNameInvalid = defineError({
  status: 400,
  code: "UserErrorTargetVirtualMachineNameInvalid",
  when: "the name of a restored VM is not valid: Azure accepts up to 64 characters, 15 on Windows",
  known: rule,
  text: (vm: string) => `The name '${vm}' is not valid for a virtual machine.`,
});

export const restoreSubnetNotFound = defineError({
  status: 400,
  code: "UserErrorSubnetNotFound",
  when: "the subnet of a restored VM does not exist, or its network is in another region",
  known: rule,
  text: (subnet: string) => `The selected subnet does not exist: '${subnet}'. Please select a subnet that exists.`,
});

export const originalVmNotFound = defineError({
  status: 400,
  code: "UserErrorOriginalVirtualMachineNotFound",
  when: "the disks of a VM that no longer exists are replaced",
  known: rule,
  text: (vm: string) => `The virtual machine '${vm}' does not exist any more, so its disks cannot be replaced.`,
});

export const restoreLunUnknown = defineError({
  status: 400,
  code: "UserErrorRestoreDiskLunNotFound",
  when: "a restore names a LUN that its recovery point does not have",
  known: { code: "ours", date: "2026-11" },
  text: (lun: number) => `The recovery point has no data disk of LUN ${lun}.`,
});

export const restoreZoneUnsupported = defineError({
  status: 400,
  code: "UserErrorCrossZonalRestoreNotSupported",
  when: "a restore has a zone, but the vault is neither zone-redundant nor has cross-region restore, or the recovery point is not in the vault",
  known: rule,
  text: () => "The target zone cannot be chosen: it needs a zone-redundant vault, and a recovery point in the vault tier.",
});

export const pointArchived = defineError({
  status: 400,
  code: "UserErrorRecoveryPointInArchiveTier",
  when: "a recovery point in the archive tier is restored without rehydration",
  known: rule,
  text: () => "The recovery point is in the archive tier: rehydrate it to restore it.",
});

export const pointNotArchived = defineError({
  status: 400,
  code: "UserErrorRecoveryPointNotInArchiveTier",
  when: "a recovery point that is not in the archive tier is rehydrated, or the duration is not 10 to 30 days",
  known: rule,
  text: () => "The recovery point cannot be rehydrated: it is not in the archive tier, or the duration is not 10 to 30 days.",
});

export const pointNotReadyForMove = defineError({
  status: 400,
  code: "UserErrorRecoveryPointNotReadyForMove",
  when: "a recovery point that is younger than 90 days, or expires in less than 180 days, is moved to the archive tier",
  known: rule,
  text: (reason: string) => `The recovery point cannot be moved to the archive tier. ${reason}`,
});

export const restoreOfDeletedItem = defineError({
  status: 400,
  code: "UserErrorItemSoftDeleted",
  when: "a soft-deleted item is restored",
  known: rule,
  text: () => "The item is soft-deleted: undelete it to restore it.",
});

export const crossRegionRestoreUnavailable = defineError({
  status: 400,
  code: "UserErrorCrossRegionRestoreNotEnabled",
  when: "a restore in the secondary region, if the vault has no cross-region restore, the recovery point is not in the vault, or disks are replaced",
  known: rule,
  text: (region: string) => `The recovery point cannot be restored in ${region}.`,
});

export const diskAttached = defineError({
  status: 409,
  code: "OperationNotAllowed",
  when: "an attached disk is deleted",
  known: { code: "documented", date: "2026-11" },
  text: (disk: string, vmId: string) => `Disk ${disk} is attached to VM ${vmId}.`,
});

export const nicInUse = defineError({
  status: 400,
  code: "NicInUse",
  when: "a network interface of a VM is deleted",
  known: { code: "documented", date: "2026-11" },
  text: (nicId: string, vmId: string) =>
    `Network Interface ${nicId} is used by existing resource ${vmId}. In order to delete the network interface, it must be dissociated from the resource. To learn more, see aka.ms/deletenic.`,
});

export const storageAccountNameInvalid = defineError({
  status: 400,
  code: "AccountNameInvalid",
  when: "the name of a storage account is not 3 to 24 lower-case letters and digits",
  known: { code: "documented", date: "2026-11" },
  text: (name: string) =>
    `${name} is not a valid storage account name. Storage account name must be between 3 and 24 characters in length and use numbers and lower-case letters only.`,
});
