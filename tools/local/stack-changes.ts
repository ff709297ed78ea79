import { UPDATES } from "./updates";

/** Typical changes to a synthesized stack over its lifetime. */

/** A block of a synthesized stack. */
export type Block = Record<string, unknown>;

/** A synthesized stack in Terraform's JSON syntax. */
export interface StackJson {
  import?: readonly { readonly to: string; readonly id: string }[];
  locals?: Block;
  resource?: Record<string, Record<string, Block>>;
  variable?: Record<string, Block>;
  terraform?: Record<string, unknown>;
}

/** Every resource block of a stack. */
export function resourceBlocks(stack: StackJson): Block[] {
  return Object.values(stack.resource ?? {}).flatMap((named) => Object.values(named));
}

const VAULT = "azurerm_recovery_services_vault";
const POLICY = "azurerm_backup_policy_vm";
const ITEM = "azurerm_backup_protected_vm";

function blocksOf(stack: StackJson, type: string): Block[] {
  return Object.values(stack.resource?.[type] ?? {});
}

const changed = (stack: StackJson, change: (copy: StackJson) => void): StackJson => {
  const copy = structuredClone(stack);
  change(copy);
  return copy;
};

/** Stores the state in the folder of the stack, not where the stack was synthesized. */
export function withLocalState(stack: StackJson): StackJson {
  return changed(stack, (copy) => {
    copy.terraform = { ...copy.terraform, backend: { local: { path: "terraform.tfstate" } } };
  });
}

/** Requires a version of azurerm, or a version constraint. */
export function withAzurerm(stack: StackJson, version: string): StackJson {
  return changed(stack, (copy) => {
    copy.terraform = { ...copy.terraform, required_providers: { azurerm: { source: "azurerm", version } } };
  });
}

/** Gives every argument that can be updated another value. */
export function withOtherSettings(stack: StackJson): StackJson {
  return changed(stack, (copy) => {
    for (const [type, otherSettings] of Object.entries(UPDATES)) {
      for (const block of blocksOf(copy, type)) Object.assign(block, otherSettings(block, isGuarded(stack)));
    }
  });
}

/**
 * Adds the settings that azurerm cannot remove again: a vault's identity, its monitoring block, an item's list of disks. For an
 * immutable vault, adds the settings of a policy that keep backups longer.
 */
export function withLastingSettings(stack: StackJson): StackJson {
  return changed(stack, (copy) => {
    for (const vault of blocksOf(copy, VAULT)) {
      vault["identity"] ??= { type: "SystemAssigned" };
      vault["monitoring"] ??= { alerts_for_all_job_failures_enabled: true };
    }
    for (const item of blocksOf(copy, ITEM)) item["exclude_disk_luns"] ??= [0];
    if (!isImmutable(stack)) return;
    for (const policy of blocksOf(copy, POLICY)) Object.assign(policy, UPDATES[POLICY]?.(policy, isGuarded(stack)));
  });
}

/** Makes daily policies weekly. Hourly policies do not change: their type cannot change from an hourly to a weekly schedule. */
export function withWeeklySchedules(stack: StackJson): StackJson {
  return changed(stack, (copy) => {
    for (const policy of blocksOf(copy, POLICY)) {
      if (!isBlock(policy["backup"]) || policy["backup"]["frequency"] !== "Daily") continue;
      policy["backup"] = { frequency: "Weekly", time: "01:00", weekdays: ["Sunday"] };
      policy["retention_weekly"] = { count: 8, weekdays: ["Sunday"] };
      policy["instant_restore_retention_days"] = 5;
      delete policy["retention_daily"];
    }
  });
}

/** Protects every VM by a copy of its policy. */
export function withAnotherPolicy(stack: StackJson): StackJson {
  return changed(stack, (copy) => {
    const policies = copy.resource?.[POLICY] ?? {};
    for (const item of blocksOf(copy, ITEM)) {
      const [, name] = /^\$\{azurerm_backup_policy_vm\.(\w+)\.id\}$/.exec(String(item["backup_policy_id"])) ?? [];
      const policy = name === undefined ? undefined : policies[name];
      if (name === undefined || !policy) continue;
      policies[`${name}_other`] = { ...policy, name: `${String(policy["name"])}-other` };
      item["backup_policy_id"] = `\${azurerm_backup_policy_vm.${name}_other.id}`;
    }
  });
}

/** Whether a stack protects any VM. */
export function protectsVms(stack: StackJson): boolean {
  return blocksOf(stack, ITEM).length > 0;
}

/** Stops the protection of every VM and retains its recovery points. */
export function withProtectionStopped(stack: StackJson): StackJson {
  return changed(stack, (copy) => {
    // As in the constructs, a stopped item has no policy: azurerm would plan to set one again and again.
    for (const item of blocksOf(copy, ITEM))
      Object.assign(item, { protection_state: "ProtectionStopped", backup_policy_id: null });
  });
}

/** Removes one VM from every map of protected VMs. */
export function withoutOneVm(stack: StackJson): StackJson {
  return changed(withoutProtection(stack), (copy) => {
    const locals = copy.locals ?? {};
    for (const { for_each: forEach } of blocksOf(copy, ITEM)) {
      const [, name = ""] = /^\$\{local\.(\w+)\}$/.exec(String(forEach)) ?? [];
      const vms = locals[name];
      if (isBlock(vms)) locals[name] = Object.fromEntries(Object.entries(vms).slice(1));
    }
  });
}

/** Turns `prevent_destroy` off for every resource. */
export function withoutProtection(stack: StackJson): StackJson {
  return changed(stack, (copy) => {
    for (const { lifecycle } of resourceBlocks(copy)) {
      if (isBlock(lifecycle)) lifecycle["prevent_destroy"] = false;
    }
  });
}

/** Whether the vault is immutable. */
export function isImmutable(stack: StackJson): boolean {
  return blocksOf(stack, VAULT).some(({ immutability = "Disabled" }) => immutability !== "Disabled");
}

/** Whether critical operations need an approval, which azurerm cannot request. */
export function isGuarded(stack: StackJson): boolean {
  return blocksOf(stack, "azurerm_recovery_services_vault_resource_guard_association").length > 0;
}

function isBlock(value: unknown): value is Block {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
