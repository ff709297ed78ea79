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
import type { AppSelection } from "./app-selection";
import type { SourceVm } from "./source-vm";
import { type OptionNames, RESOURCE_OPTIONS, warnOfMisspelled } from "../private/option-names";
import { requireOptions } from "../private/option-types";

const OPTIONS: OptionNames<ProtectedVmsProps> = {
  ...RESOURCE_OPTIONS,
  vault: true,
  policy: true,
  vms: true,
  selection: true,
  removal: true,
  crossSubscriptionBackup: true,
};

/**
 * Protects VMs with a vault and a policy, as one resource with `for_each`: a thousand VMs are still one block and one readable diff.
 *
 * The items have `prevent_destroy`: a plan that would end the protection of a VM, and delete its backups, fails. `removal` changes that.
 * They ignore a changed `source_vm_id`, because azurerm would delete the backups of a VM whose id changes only in case, or that is
 * replaced in the same plan. A separate check, a `terraform_data`, fails a plan in which a key names another VM, which would otherwise
 * stay unprotected. `lifecycle` overrides each of these; an empty `postcondition` removes the check.
 *
 * The options of a VM, such as its disks, its state or its policy, are values of the same resource: a change updates the item in place.
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
   * @throws if an id is not that of a protected item of the vault, or there is no id
   */
  public static fromProtectedItemIds(scope: Construct, id: string, items: ProtectedItemReferences): IProtectedVms {
    return new ImportedItems(scope, id, items);
  }

  public readonly vault: IRecoveryServicesVault;
  public readonly protectedItemIds: string[];
  public readonly activeItemIds: string[];

  /** The policy of the VMs that have no policy of their own. */
  public readonly policy: IVmBackupPolicy;

  /** azurerm's resource, one instance per key, for settings that this construct does not have. */
  public readonly resource: BackupProtectedVm;

  /** The VMs by key; undefined if only a plan knows them. */
  private readonly currentVms?: () => Readonly<Record<string, SourceVm>>;

  constructor(scope: Construct, id: string, props: ProtectedVmsProps) {
    super(scope, id);
    const subject = `ProtectedVms '${this.node.path}'`;
    requireOptions(subject, "props", props, "{ vault, policy, vms }");
    throwIfInvalid(subject, protectedVmsProblems(props));

    warnOfMisspelled(this, props, OPTIONS);
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
      validate: () => [...(app ? appProblems(this, props, app) : []), ...removalProblems(this, props)],
    });
    if (!ofPlan) this.currentVms = () => app?.vms() ?? given;
    registerProtection({
      construct: this,
      resource: this.resource,
      vault,
      policy,
      vms: this.currentVms ?? (() => ({})),
      instancesOf: ofPlan?.instancesOf,
      exempt: app && (() => app.exempt()),
    });
  }

  /**
   * The address of a VM's item in Terraform, such as `azurerm_backup_protected_vm.vms["web"]`, for `terraform state` and `-replace`.
   * @param key the key of the VM; the VM may have been removed
   * @throws if the key is no text
   */
  public addressOf(key: string): string {
    throwIfInvalid(`ProtectedVms '${this.node.path}', addressOf`, keyTextProblems(key));
    return addressOf(this.resource, key);
  }

  /**
   * Imports a VM that the vault protects already, in the next deployment: one that was protected by hand, removed with its backups kept,
   * or left by a deployment that was interrupted. Needs Terraform 1.5 or newer. The call can stay in the code.
   * @param key the key of the VM
   * @param protectedItemId the VM's id as a protected item of the vault
   * @throws if the id is not that of an item of the vault, or is that of another VM
   */
  public importItem(key: string, protectedItemId: string): void {
    this.checkKey("importItem", key);
    const vm = this.currentVms?.()[key];
    throwIfInvalid(
      `ProtectedVms '${this.node.path}', importItem '${key}'`,
      importedItemProblems(this.vault, protectedItemId, vm),
    );
    importInto(this, this.resource, canonicalItemId(protectedItemId), key);
  }

  /**
   * Moves the protection of a VM from another address, in the next deployment: from another construct, or from a previous key. It needs no
   * `removal`, since nothing is destroyed. Needs Terraform 1.5 or newer. The call can stay in the code.
   * @param key the key of the VM in this construct
   * @param address the previous address, such as that of `addressOf` of the other construct
   * @throws if `address` is not the address of a protected VM
   */
  public moveItemFrom(key: string, address: string): void {
    this.checkKey("moveItemFrom", key);
    const problems = movedAddressProblems(address, BackupProtectedVm.tfResourceType);
    throwIfInvalid(`ProtectedVms '${this.node.path}', moveItemFrom '${key}'`, problems);
    moveInto(this, this.resource, address, key);
  }

  /** Synthesis knows the VMs that the app declares; only a plan knows the others. */
  private checkKey(method: string, key: string): void {
    throwIfInvalid(`ProtectedVms '${this.node.path}', ${method}`, keyTextProblems(key));
    this.node.addValidation({ validate: () => (this.currentVms ? keyProblems(key, this.currentVms()) : []) });
  }
}

/** The problems of a selection, and of the VMs that it takes, if there are any. */
function appProblems(scope: Construct, props: ProtectedVmsProps, app: AppSelection): string[] {
  const [problems, vms] = [app.problems(scope), app.vms()];
  if (Object.keys(vms).length === 0) return problems;
  return [...problems, ...protectedVmsProblems({ ...props, vms, selection: undefined })];
}

function keyTextProblems(key: unknown): string[] {
  return typeof key === "string" ? [] : [problem("key", key, { allowed: "a text", remedy: "use the key of a VM" })];
}

function keyProblems(key: string, vms: Readonly<Record<string, SourceVm>>): string[] {
  if (Object.keys(vms).includes(key)) return [];
  return [problem("key", key, { allowed: `one of the keys ${Object.keys(vms).join(", ")}`, remedy: "use the key of a VM" })];
}

const REFERENCES: OptionNames<ProtectedItemReferences> = { vault: true, protectedItemIds: true };

class ImportedItems extends Construct implements IProtectedVms {
  public readonly vault: IRecoveryServicesVault;
  public readonly protectedItemIds: string[];
  public readonly activeItemIds: string[];

  constructor(scope: Construct, id: string, items: ProtectedItemReferences) {
    super(scope, id);
    const subject = `ProtectedVms.fromProtectedItemIds '${this.node.path}'`;
    requireOptions(subject, "items", items, "{ vault, protectedItemIds }");
    throwIfInvalid(subject, protectedItemProblems(items));
    warnOfMisspelled(this, items, REFERENCES);
    const { vault, protectedItemIds } = items;
    this.vault = vault;
    this.protectedItemIds = protectedItemIds;
    this.activeItemIds = protectedItemIds;
  }
}
