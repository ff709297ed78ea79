import { caseFold, isSameName } from "../../azure/case-fold";
import { formatVaultId, parseBackupPolicyId, parseProtectedItemId, parseVirtualMachineId } from "../../azure/resource-id";
import { vmNameIn } from "../../azure/vm-item-name";
import { type Attributes, objectOf } from "./attributes";
import type { Plan } from "./plan";
import type { ResourceChange } from "./resource-change";

/** The resources of a plan that carry meaning for backups. */
export class Estate {
  readonly vaults: readonly ResourceChange[];
  readonly policies: readonly ResourceChange[];
  readonly items: readonly ResourceChange[];
  readonly locks: readonly ResourceChange[];
  readonly guards: readonly ResourceChange[];
  readonly associations: readonly ResourceChange[];
  /** The `terraform_data` resources that run the initial backup. */
  readonly hooks: readonly ResourceChange[];
  private readonly created: ReadonlyMap<string, ResourceChange>;
  private readonly createdByVm: ReadonlyMap<string, ResourceChange>;

  constructor(readonly plan: Plan) {
    const ofType = (type: string): ResourceChange[] => plan.resources.filter((one) => one.type === type);
    this.vaults = ofType("azurerm_recovery_services_vault");
    this.policies = ofType("azurerm_backup_policy_vm");
    this.items = ofType("azurerm_backup_protected_vm");
    this.locks = ofType("azurerm_management_lock");
    this.guards = ofType("azurerm_data_protection_resource_guard");
    this.associations = ofType("azurerm_recovery_services_vault_resource_guard_association");
    this.hooks = ofType("terraform_data").filter((one) => this.isHook(one));
    const created = this.items.filter(({ kind, isImported }) => kind === "create" && !isImported);
    this.created = new Map(created.map((one) => [itemKey(one.after) ?? "", one]));
    this.createdByVm = new Map(created.map((one) => [caseFold(one.after?.text("source_vm_id") ?? ""), one]));
  }

  /** The vault with an id, as it is before the apply. */
  vaultById(id: string | undefined): ResourceChange | undefined {
    if (id === undefined) return undefined;
    return this.vaults.find(({ before }) => isSameName(before?.text("id") ?? "", id));
  }

  /** The existing items of a vault, given its id. */
  itemsOfVault(vaultId: string): ResourceChange[] {
    return this.items.filter(({ before }) => isSameName(vaultIdOf(before) ?? "", vaultId));
  }

  /** The vault that an item names, if the plan has it. */
  vaultOf(item: Attributes | undefined): ResourceChange | undefined {
    const [group, name] = [item?.text("resource_group_name") ?? "", item?.text("recovery_vault_name") ?? ""];
    return this.vaults.find(({ before, after }) =>
      [before, after].some(
        (one) => isSameName(one?.text("name") ?? "", name) && isSameName(one?.text("resource_group_name") ?? "", group),
      ),
    );
  }

  /** The item of the same VM in the same vault that the plan creates at another address. */
  createdItem(item: Attributes | undefined): ResourceChange | undefined {
    const key = itemKey(item);
    return key === undefined ? undefined : this.created.get(key);
  }

  /** The item of the same VM that the plan creates in another vault. */
  createdElsewhere(item: Attributes | undefined): ResourceChange | undefined {
    const vm = item?.text("source_vm_id");
    const found = vm === undefined ? undefined : this.createdByVm.get(caseFold(vm));
    return found && itemKey(found.after) !== itemKey(item) ? found : undefined;
  }

  /** Whether a deposed object is the item that another address, or the same one, goes on managing. */
  isSameAsLive({ deposed, before }: ResourceChange): boolean {
    const id = before?.text("id") ?? "";
    return (
      deposed && this.items.some((one) => !one.deposed && one.kind !== "delete" && isSameName(one.before?.text("id") ?? "", id))
    );
  }

  /** The policy with an id: as it is before the apply, or as the apply updates it. */
  policyById(id: string | undefined): ResourceChange | undefined {
    if (id === undefined) return undefined;
    return this.policies.find(({ before, after }) => [before, after].some((one) => isSameName(one?.text("id") ?? "", id)));
  }

  /** The policy that an item has after the apply; undefined if the plan does not have it. */
  policyAfter(item: ResourceChange): ResourceChange | undefined {
    const id = item.after?.text("backup_policy_id");
    if (id !== undefined) return this.policyById(id);
    const before = this.policyById(item.before?.text("backup_policy_id"));
    if (before?.kind === "replace") return before;
    const { references } = objectOf(this.plan.configOf(item)?.expressions["backup_policy_id"]);
    const names = Array.isArray(references) ? references.map(String) : [];
    const module = item.block.slice(0, item.block.lastIndexOf("azurerm_backup_protected_vm."));
    const named = this.policies.filter(({ block }) => names.includes(block.slice(module.length)) && block.startsWith(module));
    return named.length === 1 ? named[0] : undefined;
  }

  /** Whether a resource comes from a construct of this library: its name ends in a hash, and the plan has the library's own resources. */
  isOurs({ name }: ResourceChange): boolean {
    return this.hasOurs && /_[0-9A-F]{8}$/.test(name);
  }

  private get hasOurs(): boolean {
    return this.plan.resources.some(
      ({ type, name }) => type === "terraform_data" && /_(SameVmCheck|InitialBackup)_[0-9A-F]{8}$/.test(name),
    );
  }

  private isHook(resource: ResourceChange): boolean {
    const provisioners = this.plan.configOf(resource)?.provisioners ?? [];
    if (JSON.stringify(provisioners).includes("AZURE_VM_BACKUP_REQUEST")) return true;
    return hookItemIds(resource.before).length > 0;
  }
}

/** The ids of the protected items that a hook's resource was applied for. */
export function hookItemIds(attributes: Attributes | undefined): string[] {
  return (attributes?.texts("triggers_replace") ?? []).filter((id) => parseProtectedItemId(id) !== undefined);
}

/** The id of the vault of an existing item, policy or association. */
export function vaultIdOf(attributes: Attributes | undefined): string | undefined {
  const id = attributes?.text("id");
  const parsed = id === undefined ? undefined : (parseProtectedItemId(id) ?? parseBackupPolicyId(id));
  return parsed ? formatVaultId(parsed) : undefined;
}

/** The name of the VM of an item, for people. */
export function vmOf({ before, after, address }: ResourceChange): string {
  const id = before?.text("id");
  const item = id === undefined ? undefined : parseProtectedItemId(id);
  if (item) return vmNameIn(item.itemName);
  const source = after?.text("source_vm_id");
  return (source === undefined ? undefined : parseVirtualMachineId(source)?.vmName) ?? address;
}

/** Names the item of a VM in a vault, whatever its address: `group/vault/vmgroup/vm`. Undefined if the VM is not known yet. */
export function itemKey(attributes: Attributes | undefined): string | undefined {
  const vm = parseVirtualMachineId(attributes?.text("source_vm_id") ?? "");
  const [group, vault] = [attributes?.text("resource_group_name"), attributes?.text("recovery_vault_name")];
  if (!vm || group === undefined || vault === undefined) return undefined;
  return caseFold([group, vault, vm.resourceGroupName, vm.vmName].join("/"));
}
