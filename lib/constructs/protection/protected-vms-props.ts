import type { IConstruct } from "constructs";
import type { IVmBackupPolicy } from "../policy/vm-backup-policy";
import type { AzurermResourceOptions } from "../provider/azurerm-resource-options";
import type { IRecoveryServicesVault } from "../vault/vault";
import type { RemovalPolicy } from "./removal-policy";
import type { SourceVm } from "./source-vm";
import type { VmSelection } from "./vm-selection";

/** VMs that a vault protects, whether this app declares that or they are protected already. */
export interface IProtectedVms extends IConstruct {
  /** The vault that protects the VMs. */
  readonly vault: IRecoveryServicesVault;
  /** The ids of the VMs as protected items of the vault. */
  readonly protectedItemIds: string[];
  /** Those of them that are backed up: all but the ids of VMs that are stopped or suspended. */
  readonly activeItemIds: string[];
}

/** Which VMs are protected, whichever vault and policy they get. */
export interface ProtectedVmsOptions extends AzurermResourceOptions {
  /**
   * The VMs, each under a key of your choice, which is part of the item's address in Terraform: a VM whose key changes loses its
   * protection and gets a new one. Keys are made of letters, digits, '.', '_', '/' and '-' and start with a letter, a digit or '_'. At
   * least one VM, and none under two keys.
   * @default - required, unless `selection` is given
   */
  readonly vms?: { [key: string]: SourceVm };

  /**
   * The VMs, if they are not named one by one: those that the app declares, or that a plan finds.
   * @default - required, unless `vms` is given
   */
  readonly selection?: VmSelection;

  /**
   * What happens to the backups of a VM that is no longer among those of this construct, or with this construct out of the stack.
   * @default RemovalPolicy.REFUSE
   */
  readonly removal?: RemovalPolicy;

  /**
   * Whether VMs of other subscriptions than the vault's may be protected (cross-subscription backup, which Azure's own clients have since
   * July 2026, with api-version 2026-07-01). The VMs are in the region of the vault, and no two of them have one resource group and name:
   * their ids as protected items would be one. It is not known whether Azure takes such a VM with the older api-version of items that
   * azurerm sends (2023-02-01 in azurerm 5.2).
   * @default false - a VM of another subscription is refused
   */
  readonly crossSubscriptionBackup?: boolean;
}

/** Properties of {@link ProtectedVms}. */
export interface ProtectedVmsProps extends ProtectedVmsOptions {
  /** The vault that protects the VMs; it is in the region of the VMs. */
  readonly vault: IRecoveryServicesVault;

  /** The policy that the VMs follow, unless one names its own; it belongs to the vault. */
  readonly policy: IVmBackupPolicy;
}

/** What {@link ProtectedVms.fromProtectedItemIds} refers to. */
export interface ProtectedItemReferences {
  /** The vault that protects the VMs. */
  readonly vault: IRecoveryServicesVault;

  /** The ids of the VMs as protected items of the vault, at least one. */
  readonly protectedItemIds: string[];
}

/** Properties of {@link ProtectedVm}. */
export interface ProtectedVmProps extends AzurermResourceOptions {
  /** The vault that protects the VM; it is in the region of the VM. */
  readonly vault: IRecoveryServicesVault;

  /** The policy that the VM follows, unless the VM names its own; it belongs to the vault. */
  readonly policy: IVmBackupPolicy;

  /** The VM. */
  readonly vm: SourceVm;

  /**
   * What happens to the VM's backups when this construct is taken out of the stack, or `vm` is another.
   * @default RemovalPolicy.REFUSE
   */
  readonly removal?: RemovalPolicy;

  /**
   * Whether the VM may be of another subscription than the vault's; see {@link ProtectedVmsOptions.crossSubscriptionBackup}.
   * @default false - a VM of another subscription is refused
   */
  readonly crossSubscriptionBackup?: boolean;
}
