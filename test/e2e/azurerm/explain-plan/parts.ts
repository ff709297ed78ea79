import type { Block } from "../support/configuration";
import type { Config, Place } from "./case";

/** The parts of which configurations of vaults, policies and items are made. */

export const VAULT = "azurerm_recovery_services_vault";
export const POLICY = "azurerm_backup_policy_vm";
export const ITEM = "azurerm_backup_protected_vm";
export const LOCK = "azurerm_management_lock";
export const ASSOCIATION = "azurerm_recovery_services_vault_resource_guard_association";
export const GUARD = "azurerm_data_protection_resource_guard";

export const DAILY_30: Block = { backup: { frequency: "Daily", time: "22:00" }, retention_daily: { count: 30 } };

export function vault(place: Place, options: Block = {}): Block {
  return { name: "vault-app", resource_group_name: place.group, location: "westeurope", sku: "Standard", ...options };
}

export function policy(place: Place, rules: Block = DAILY_30): Block {
  return {
    name: "daily",
    resource_group_name: place.group,
    recovery_vault_name: `\${${VAULT}.main.name}`,
    ...rules,
  };
}

export function item(place: Place, vm: string, options: Block = {}): Block {
  return {
    resource_group_name: place.group,
    recovery_vault_name: `\${${VAULT}.main.name}`,
    source_vm_id: place.vmId(vm),
    backup_policy_id: `\${${POLICY}.daily.id}`,
    ...options,
  };
}

export interface Parts {
  readonly vault?: Block | null;
  readonly policies?: Readonly<Record<string, Block>>;
  readonly items?: Readonly<Record<string, Block>>;
  readonly features?: Block;
  readonly other?: Config["resource"];
  readonly rest?: Omit<Config, "resource" | "provider">;
}

/** A vault with a policy and items, as somebody writes them by hand. */
export function stack(
  place: Place,
  { vault: vaultOptions = {}, policies, items, features = {}, other, rest }: Parts = {},
): Config {
  const named = items ?? { web: item(place, "vm-web") };
  const resource = {
    ...(vaultOptions !== null && { [VAULT]: { main: vault(place, vaultOptions) } }),
    [POLICY]: policies ?? { daily: policy(place) },
    [ITEM]: named,
    ...other,
  };
  return {
    provider: { azurerm: [{ features: [features] }] },
    ...rest,
    resource: Object.fromEntries(Object.entries(resource).filter(([, blocks]) => Object.keys(blocks).length > 0)),
  };
}

/** Items of a block with for_each. */
export function forEach(place: Place, vms: Readonly<Record<string, string>>, options: Block = {}): Block {
  return item(place, "", {
    for_each: Object.fromEntries(Object.entries(vms).map(([key, name]) => [key, place.vmId(name)])),
    source_vm_id: "${each.value}",
    ...options,
  });
}

export const lockOn = (scope: string, options: Block = {}): Block => ({
  name: "keep",
  scope,
  lock_level: "CanNotDelete",
  ...options,
});

export const GUARD_BLOCK = (place: Place, options: Block = {}): Block => ({
  name: "guard",
  resource_group_name: place.group,
  location: "westeurope",
  ...options,
});

export const ASSOCIATION_BLOCK = (options: Block = {}): Block => ({
  vault_id: `\${${VAULT}.main.id}`,
  resource_guard_id: `\${${GUARD}.guard.id}`,
  ...options,
});
