import { BackupProtectedVm } from "@cdktf/provider-azurerm/lib/backup-protected-vm";
import { Construct } from "constructs";
import { throwIfInvalid } from "../private/problems";
import type { IVmBackupPolicy } from "../policy/vm-backup-policy";
import type { IRecoveryServicesVault } from "../vault/vault";
import { filterItemIds, itemIds, protectForEach, protectMap } from "./item-per-vm";
import type { IProtectedVms, ProtectedItemReferences, ProtectedVmsProps } from "./protected-vms-props";
import { registerProtection } from "./protections";
import { protectedItemProblems, protectedVmsProblems } from "./protection-rules";
import { ProtectionState } from "./protection-state";
import { removalProblems } from "./removal-rules";
import type { SourceVm } from "./source-vm";

/**
 * Protects VMs with a vault and a policy, as one resource with `for_each`: a thousand VMs are still one block and one readable diff.
 *
 * The items have `prevent_destroy`: a plan that would end the protection of a VM, and delete its backups, fails; `removal` lifts that.
 * They also ignore a changed `source_vm_id`, because azurerm would delete the backups of a VM whose id differs in nothing but case, or
 * that is created anew in the same plan. A postcondition fails the plan where a key goes on to name another VM, which would else be
 * left unprotected. Each of these is lifted by `lifecycle`.
 *
 * The options of one VM, such as its disks, its state or its policy, are values of the one resource: a change updates
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
    throwIfInvalid(`ProtectedVms '${this.node.path}'`, protectedVmsProblems(props));

    const { vault, policy, selection } = props;
    this.vault = vault;
    this.policy = policy;
    if (selection?._ofPlan) {
      const { vm, ...forEach } = selection._ofPlan(this, props.provider);
      this.resource = protectForEach(this, "Resource", props, vm, forEach);
      this.protectedItemIds = itemIds(this.resource);
      this.activeItemIds = isActive(vm) ? this.protectedItemIds : [];
      this.node.addValidation({ validate: () => removalProblems(this, props) });
      return;
    }

    const app = selection?._app;
    const given = props.vms ?? {};
    const vms = app ? () => app.vms() : given;
    this.resource = protectMap(this, "Resource", props, vms);
    this.protectedItemIds = itemIds(this.resource);
    const someActive = app !== undefined || Object.values(given).some(isActive);
    this.activeItemIds = someActive ? filterItemIds(this.protectedItemIds, this.resource, vms, isActive) : [];
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
    throwIfInvalid(`ProtectedVms.fromProtectedItemIds '${this.node.path}'`, protectedItemProblems({ vault, protectedItemIds }));
    this.vault = vault;
    this.protectedItemIds = protectedItemIds;
    this.activeItemIds = protectedItemIds;
  }
}
