import { BackupProtectedVm } from "@cdktf/provider-azurerm/lib/backup-protected-vm";
import { Construct } from "constructs";
import { problem, throwIfInvalid } from "../private/problems";
import { addressOf, importInto, moveInto, movedAddressProblems } from "../private/state-block";
import type { IVmBackupPolicy } from "../policy/vm-backup-policy";
import type { IRecoveryServicesVault } from "../vault/vault";
import { providerFor } from "../vault/vault-provider";
import { protectMap, protectVmsOfPlan } from "./protected-items";
import type { IProtectedVms, ProtectedItemReferences, ProtectedVmsProps } from "./protected-vms-props";
import { registerProtection } from "./protections";
import { canonicalItemId, importedItemProblems, protectedItemProblems, protectedVmsProblems } from "./protection-rules";
import { removalProblems } from "./removal-rules";
import type { SourceVm } from "./source-vm";

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
 * @example
 * new ProtectedVms(stack, "Vms", {
 *   vault,
 *   policy,
 *   vms: {
 *     web: SourceVm.fromConstruct(vm),
 *     db: SourceVm.fromConstruct(otherVm, { excludeDiskLuns: [1] }),
 *   },
 * });
 *
 * @see https://learn.microsoft.com/azure/backup/backup-azure-arm-vms-prepare
 */
export class ProtectedVms extends Construct implements IProtectedVms {
  /**
   * Refers to VMs that the vault protects already.
   * @throws if an id is not that of a protected item of the vault, and if there is none
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

  /** The VMs by key; undefined if only a plan knows them. */
  private readonly currentVms?: () => Readonly<Record<string, SourceVm>>;

  constructor(scope: Construct, id: string, props: ProtectedVmsProps) {
    super(scope, id);
    throwIfInvalid(`ProtectedVms '${this.node.path}'`, protectedVmsProblems(props));

    const { vault, policy, selection } = props;
    this.vault = vault;
    this.policy = policy;
    const ofPlan = selection?._ofPlan?.(this, providerFor(this, vault, props.provider));
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
    if (ofPlan) {
      const { instancesOf } = ofPlan;
      if (instancesOf)
        registerProtection({
          construct: this,
          resource: this.resource,
          vault,
          policy,
          vms: () => ({}),
          instancesOf: [instancesOf],
        });
      return;
    }
    this.currentVms = () => app?.vms() ?? given;
    registerProtection({
      construct: this,
      resource: this.resource,
      vault,
      policy,
      vms: this.currentVms,
      exempt: () => app?.exempt() ?? [],
    });
  }

  /**
   * The address of a VM's item in Terraform, such as `azurerm_backup_protected_vm.vms["web"]`, for `terraform state` and `-replace`.
   * @param key the key of the VM; it may be one that is no longer among the VMs
   */
  public addressOf(key: string): string {
    return addressOf(this.resource, key);
  }

  /**
   * Has the next deployment take over a VM that the vault protects already, instead of protecting it: one protected by hand, given up
   * with its backups kept, or left behind by a deployment that was ended. Needs Terraform 1.5 or newer; it may stay in the code.
   * @param key the key of the VM
   * @param protectedItemId the VM's id as a protected item of the vault
   * @throws if the id is not that of an item of the vault, or is that of another VM
   */
  public importItem(key: string, protectedItemId: string): void {
    const vm = this.currentVms?.()[key];
    this.checkKey(key);
    throwIfInvalid(
      `ProtectedVms '${this.node.path}', importItem '${key}'`,
      importedItemProblems(this.vault, protectedItemId, vm),
    );
    importInto(this, this.resource, canonicalItemId(protectedItemId), key);
  }

  /**
   * Has the next deployment keep the protection of a VM under another address: from another construct, or from a key of before. It needs
   * no `removal`, since nothing is destroyed. Needs Terraform 1.5 or newer; it may stay in the code.
   * @param key the key of the VM in this construct
   * @param address the address until now, such as that of `addressOf` of the other construct
   * @throws if `address` is not the address of a protected VM
   */
  public moveItemFrom(key: string, address: string): void {
    this.checkKey(key);
    const problems = movedAddressProblems(address, BackupProtectedVm.tfResourceType);
    throwIfInvalid(`ProtectedVms '${this.node.path}', moveItemFrom '${key}'`, problems);
    moveInto(this, this.resource, address, key);
  }

  /** VMs that the app declares are known when the stack is synthesized; those of a plan, later. */
  private checkKey(key: string): void {
    this.node.addValidation({ validate: () => (this.currentVms ? keyProblems(key, this.currentVms()) : []) });
  }
}

function keyProblems(key: string, vms: Readonly<Record<string, SourceVm>>): string[] {
  if (Object.keys(vms).includes(key)) return [];
  return [problem("key", key, { allowed: `one of the keys ${Object.keys(vms).join(", ")}`, remedy: "use the key of a VM" })];
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
