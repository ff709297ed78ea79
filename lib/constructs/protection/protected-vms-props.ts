import type { IConstruct } from "constructs";
import type { IVmBackupPolicy } from "../policy/vm-backup-policy";
import type { AzurermResourceOptions } from "../provider/azurerm-resource-options";
import type { IRecoveryServicesVault } from "../vault/vault";
import type { RemovalPolicy } from "./removal-policy";
import type { SourceVm } from "./source-vm";
import type { VmSelection } from "./vm-selection";

/** VMs that a vault protects, by this app or already before. */
export interface IProtectedVms extends IConstruct {
  /** The vault that protects the VMs. */
  readonly vault: IRecoveryServicesVault;
  /** The ids of the VMs as protected items of the vault. */
  readonly protectedItemIds: string[];
  /** The ids without those of stopped or suspended VMs. */
  readonly activeItemIds: string[];
}

/** Which VMs are protected, without the vault and the policy. */
export interface ProtectedVmsOptions extends AzurermResourceOptions {
  /**
   * The VMs, each under a key of your choice. The key is part of the item's address in Terraform: if it changes, Terraform ends the VM's
   * protection and creates a new one. A key has letters, digits, '.', '_', '/' and '-', and starts with a letter, a digit or '_'. At least
   * one VM; no VM may have two keys.
   * @default - required, unless `selection` is given
   */
  readonly vms?: { [key: string]: SourceVm };

  /**
   * The VMs, in place of `vms`: those that the app declares, or that a plan finds.
   * @default - required, unless `vms` is given
   */
  readonly selection?: VmSelection;

  /**
   * What happens to the backups of a VM that is removed from this construct, or with this construct from the stack.
   * @default RemovalPolicy.REFUSE
   */
  readonly removal?: RemovalPolicy;

  /**
   * Whether VMs of other subscriptions than the vault's may be protected (cross-subscription backup, in Azure's own clients since July
   * 2026, with api-version 2026-07-01). The VMs must be in the region of the vault. Two of them must not have the same resource group and
   * name, since their protected items would have the same id. It is not known whether Azure accepts such a VM with the older api-version
   * that azurerm sends (2023-02-01 in azurerm 5.2).
   * @default false - a VM of another subscription is refused
   */
  readonly crossSubscriptionBackup?: boolean;
}

/** Properties of {@link ProtectedVms}. */
export interface ProtectedVmsProps extends ProtectedVmsOptions {
  /** The vault that protects the VMs; it must be in the region of the VMs. */
  readonly vault: IRecoveryServicesVault;

  /** The policy of the VMs that have no policy of their own; it must belong to the vault. */
  readonly policy: IVmBackupPolicy;
}

/** The items that {@link ProtectedVms.fromProtectedItemIds} refers to. */
export interface ProtectedItemReferences {
  /** The vault that protects the VMs. */
  readonly vault: IRecoveryServicesVault;

  /** The ids of the VMs as protected items of the vault, at least one. */
  readonly protectedItemIds: string[];
}

/** Properties of {@link ProtectedVm}. */
export interface ProtectedVmProps extends AzurermResourceOptions {
  /** The vault that protects the VM; it must be in the region of the VM. */
  readonly vault: IRecoveryServicesVault;

  /** The policy of the VM, unless the VM has its own; it must belong to the vault. */
  readonly policy: IVmBackupPolicy;

  /** The VM. */
  readonly vm: SourceVm;

  /**
   * What happens to the VM's backups if this construct is removed from the stack, or `vm` changes.
   * @default RemovalPolicy.REFUSE
   */
  readonly removal?: RemovalPolicy;

  /**
   * Whether the VM may be in another subscription than the vault; see {@link ProtectedVmsOptions.crossSubscriptionBackup}.
   * @default false - a VM of another subscription is refused
   */
  readonly crossSubscriptionBackup?: boolean;
}
