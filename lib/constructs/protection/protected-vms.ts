import { BackupProtectedVm } from "@cdktf/provider-azurerm/lib/backup-protected-vm";
import { Construct, type IConstruct } from "constructs";
import { refuse } from "../private/problems";
import type { IVmBackupPolicy } from "../policy/vm-backup-policy";
import type { AzurermResourceOptions } from "../provider/azurerm-resource-options";
import type { IRecoveryServicesVault } from "../vault/vault";
import { itemIds, itemPerRow, itemPerVm, wantedIds } from "./item-per-vm";
import { registerProtection } from "./protections";
import { protectedItemProblems, protectedVmsProblems } from "./protection-rules";
import { ProtectionState } from "./protection-state";
import type { Removal } from "./removal";
import { removalProblems } from "./removal-rules";
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
   * protection and gets a new one. Keys are made of letters, digits, '.', '_', '/' and '-' and start with a letter or digit. At
   * least one VM, and none under two keys.
   * @default - required, unless `selection` is given
   */
  readonly vms?: { [key: string]: SourceVm };

  /**
   * The VMs, where they are not named one by one: those that the app declares, or that a plan finds.
   * @default - required, unless `vms` is given
   */
  readonly selection?: VmSelection;

  /**
   * What happens to the backups of a VM that is no longer among those of this construct, or with this construct out of the stack.
   * @default Removal.REFUSE
   */
  readonly removal?: Removal;
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

/**
 * Protects VMs with a vault and a policy, as one resource with `for_each`: a thousand VMs are still one block and one readable diff.
 *
 * The items have `prevent_destroy`: a plan that would end the protection of a VM, and delete its backups, fails; `removal` lifts that.
 * They also ignore a changed `source_vm_id`, because azurerm would delete the backups of a VM whose id differs in nothing but case, or
 * that is created anew in the same plan. A postcondition fails the plan where a key goes on to name another VM, which would else be
 * left unprotected. Each of these is lifted by `lifecycle`.
 *
 * What is particular to a VM, such as its disks, its state or its policy, is a value of the one resource: a change of it updates
 * the item in place.
 *
 * @see https://learn.microsoft.com/azure/backup/backup-azure-arm-vms-prepare
 */
export class ProtectedVms extends Construct implements IProtectedVms {
  /**
   * Refers to VMs that the vault protects already.
   * @throws where an id is not that of a protected item of the vault, and where there is none
   */
  public static fromProtectedItemIds(scope: Construct, id: string, items: ProtectedItemReferences): IProtectedVms {
    return new ImportedItems(scope, id, items);
  }

  public readonly vault: IRecoveryServicesVault;
  public readonly protectedItemIds: string[];
  public readonly activeItemIds: string[];

  /** The policy that the VMs follow, unless one has its own. */
  public readonly policy: IVmBackupPolicy;

  /** The resource of azurerm, one instance per key, for whatever this construct does not offer. */
  public readonly resource: BackupProtectedVm;

  constructor(scope: Construct, id: string, props: ProtectedVmsProps) {
    super(scope, id);
    refuse(`ProtectedVms '${this.node.path}'`, protectedVmsProblems(props));

    const { vault, policy, selection } = props;
    this.vault = vault;
    this.policy = policy;
    if (selection?._ofPlan) {
      const { vm, ...forEach } = selection._ofPlan(this, props.provider);
      this.resource = itemPerRow(this, "Resource", props, vm, forEach);
      this.protectedItemIds = itemIds(this.resource);
      this.activeItemIds = isActive(vm) ? this.protectedItemIds : [];
      this.node.addValidation({ validate: () => removalProblems(this, props) });
      return;
    }

    const app = selection?._app;
    const given = props.vms ?? {};
    const vms = app ? () => app.vms() : given;
    this.resource = itemPerVm(this, "Resource", props, vms);
    this.protectedItemIds = itemIds(this.resource);
    const someActive = app !== undefined || Object.values(given).some(isActive);
    this.activeItemIds = someActive ? wantedIds(this.protectedItemIds, this.resource, vms, isActive) : [];
    registerProtection({ construct: this, vault, policy, vms: () => app?.vms() ?? given, exempt: () => app?.exempt() ?? [] });
    this.node.addValidation({
      validate: () => [
        ...(app ? [...app.problems(this), ...protectedVmsProblems({ ...props, vms: app.vms(), selection: undefined })] : []),
        ...removalProblems(this, props),
      ],
    });
  }
}

const isActive = (vm: SourceVm): boolean => vm._state === ProtectionState.PROTECTED;

class ImportedItems extends Construct implements IProtectedVms {
  public readonly vault: IRecoveryServicesVault;
  public readonly protectedItemIds: string[];
  public readonly activeItemIds: string[];

  constructor(scope: Construct, id: string, { vault, protectedItemIds }: ProtectedItemReferences) {
    super(scope, id);
    refuse(`ProtectedVms.fromProtectedItemIds '${this.node.path}'`, protectedItemProblems({ vault, protectedItemIds }));
    this.vault = vault;
    this.protectedItemIds = protectedItemIds;
    this.activeItemIds = protectedItemIds;
  }
}
