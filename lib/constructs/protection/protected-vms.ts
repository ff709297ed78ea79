import { BackupProtectedVm } from "@cdktf/provider-azurerm/lib/backup-protected-vm";
import { Construct } from "constructs";
import { throwIfInvalid } from "../private/problems";
import type { IVmBackupPolicy } from "../policy/vm-backup-policy";
import type { IRecoveryServicesVault } from "../vault/vault";
import { protectMap, protectVmsOfPlan } from "./protected-items";
import type { IProtectedVms, ProtectedItemReferences, ProtectedVmsProps } from "./protected-vms-props";
import { registerProtection } from "./protections";
import { protectedItemProblems, protectedVmsProblems } from "./protection-rules";
import { removalProblems } from "./removal-rules";

/**
 * Protects VMs with a vault and a policy, as one resource with `for_each`: a thousand VMs are still one block and one readable diff.
 *
 * The items have `prevent_destroy`: a plan that would end the protection of a VM, and delete its backups, fails; `removal` lifts that.
 * They also ignore a changed `source_vm_id`, because azurerm would delete the backups of a VM whose id differs in nothing but case, or
 * that is created anew in the same plan. A check beside the items, a `terraform_data`, fails a plan in which a key names another VM,
 * which would else be left unprotected. `lifecycle` lifts each of these; an empty `postcondition` lifts the check.
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
    const ofPlan = selection?._ofPlan?.(this, props.provider);
    const app = selection?._app;
    const given = props.vms ?? {};
    const items = ofPlan ? protectVmsOfPlan(this, props, ofPlan) : protectMap(this, props, app ? () => app.vms() : given);
    this.resource = items.resource;
    this.protectedItemIds = items.itemIds;
    this.activeItemIds = items.activeItemIds;
    this.node.addValidation({
      validate: () => [
        ...(app ? [...app.problems(this), ...protectedVmsProblems({ ...props, vms: app.vms(), selection: undefined })] : []),
        ...removalProblems(this, props),
      ],
    });
    if (ofPlan) return;
    registerProtection({ construct: this, vault, policy, vms: () => app?.vms() ?? given, exempt: () => app?.exempt() ?? [] });
  }
}

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
