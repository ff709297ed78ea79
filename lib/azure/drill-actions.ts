import { BackupAction } from "./backup-actions";

/**
 * The actions that Azure itself requires of whoever requests a restore, on what the restore reads and makes.
 * @see https://learn.microsoft.com/azure/backup/backup-rbac-rs-vault#minimum-role-requirements-for-azure-vm-backup
 */
export const RESTORE_TARGET_ACTION = {
  /** On the source VM, while it exists. */
  source: "Microsoft.Compute/virtualMachines/write",
  /** On the resource group that gets what is restored. */
  group: "Microsoft.Resources/subscriptions/resourceGroups/write",
  /** On the staging account. */
  staging: "Microsoft.Storage/storageAccounts/write",
  /** On the VM that is made. */
  vm: "Microsoft.Compute/virtualMachines/write",
  /** On the virtual network of the VM that is made. */
  network: "Microsoft.Network/virtualNetworks/read",
  /** On the subnet of the VM that is made. */
  subnet: "Microsoft.Network/virtualNetworks/subnets/join/action",
} as const;

/** The actions of Azure role-based access control (RBAC) that a drill needs, by the scope at which it needs them. */
export interface DrillActions {
  readonly vault: readonly string[];
  readonly scratchGroup: readonly string[];
  readonly stagingAccount: readonly string[];
  /** Of the virtual network and its subnet. */
  readonly network: readonly string[];
}

const CONTAINERS = "Microsoft.Storage/storageAccounts/blobServices/containers";

const DISKS: DrillActions = {
  vault: [
    BackupAction.readVault,
    BackupAction.listItems,
    BackupAction.readRecoveryPoints,
    BackupAction.restore,
    BackupAction.validateRestore,
    BackupAction.readValidation,
    BackupAction.readJobs,
    BackupAction.cancelJob,
    BackupAction.readOperation,
  ],
  scratchGroup: [
    "Microsoft.Resources/subscriptions/resourceGroups/read",
    RESTORE_TARGET_ACTION.group,
    "Microsoft.Compute/disks/read",
    "Microsoft.Compute/disks/delete",
  ],
  stagingAccount: [
    "Microsoft.Storage/storageAccounts/read",
    RESTORE_TARGET_ACTION.staging,
    `${CONTAINERS}/read`,
    `${CONTAINERS}/write`,
    `${CONTAINERS}/delete`,
  ],
  network: [],
};

const VM: DrillActions = {
  ...DISKS,
  scratchGroup: [
    ...DISKS.scratchGroup,
    "Microsoft.Compute/virtualMachines/read",
    RESTORE_TARGET_ACTION.vm,
    "Microsoft.Compute/virtualMachines/instanceView/read",
    "Microsoft.Compute/virtualMachines/delete",
    "Microsoft.Network/networkInterfaces/read",
    "Microsoft.Network/networkInterfaces/delete",
  ],
  network: [RESTORE_TARGET_ACTION.network, "Microsoft.Network/virtualNetworks/subnets/read", RESTORE_TARGET_ACTION.subnet],
};

/** What a drill needs to restore disks or a VM, and nothing more. */
export const DRILL_ACTIONS: Readonly<Record<"disks" | "vm", DrillActions>> = { disks: DISKS, vm: VM };

/** The actions on source VMs and their OS disks: what Azure requires, and what a drill compares restored disks with. */
export const DRILL_SOURCE_ACTIONS: readonly string[] = [
  RESTORE_TARGET_ACTION.source,
  "Microsoft.Compute/virtualMachines/read",
  "Microsoft.Compute/disks/read",
];

/** The action on a subscription whose VMs a drill chooses by their tags. */
export const DRILL_TAG_ACTION = "Microsoft.Compute/virtualMachines/read";
