import { TerraformResource, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { isMoved } from "../private/moved";
import { SynthIndex } from "../private/synth-index";
import { vaultKey } from "./same-vault";
import type { IRecoveryServicesVaultRef } from "./vault-ref";

/** By stack, vault and type of resource, since each protected item asks for the private endpoints of its vault. */
const byStack = new WeakMap<TerraformStack, Map<string, Map<string, TerraformResource[]>>>();

/** Records that a stack adds a resource to a vault, so that others can be created before or after it. */
export function registerAddition(vault: IRecoveryServicesVaultRef, resource: TerraformResource): void {
  const stack = TerraformStack.of(resource);
  const byVault = byStack.get(stack) ?? new Map<string, Map<string, TerraformResource[]>>();
  byStack.set(stack, byVault);
  const byType = byVault.get(vaultKey(vault)) ?? new Map<string, TerraformResource[]>();
  byVault.set(vaultKey(vault), byType);
  const additions = byType.get(resource.terraformResourceType) ?? [];
  byType.set(resource.terraformResourceType, additions);
  additions.push(resource);
}

/** The resources that a stack has added to a vault: children of the vault's construct, and registered ones. */
export function additionsOf(stack: TerraformStack, vault: IRecoveryServicesVaultRef): TerraformResource[] {
  const children = resourcesOf(stack, vault.node.findAll());
  const registered = [...(byStack.get(stack)?.get(vaultKey(vault))?.values() ?? [])].flat();
  return [
    ...new Set([
      ...children.filter((one) => one.terraformResourceType !== "azurerm_recovery_services_vault"),
      ...registered.filter((one) => !isMoved(one)),
    ]),
  ];
}

/** The private endpoints of a vault in a stack. Azure creates none after the vault has protected its first item. */
export function privateEndpointsOf(stack: TerraformStack, vault: IRecoveryServicesVaultRef): TerraformResource[] {
  const endpoints = byStack.get(stack)?.get(vaultKey(vault))?.get("azurerm_private_endpoint") ?? [];
  return endpoints.filter((one) => !isMoved(one));
}

/** How policies and protected items refer to their vault. */
interface VaultReference {
  readonly recoveryVaultNameInput: string;
  readonly resourceGroupNameInput: string;
}

/** The policies and protected items of a stack, by the names of vault and resource group. */
const items = new SynthIndex((all) => {
  const byVault = new Map<string, TerraformResource[]>();
  for (const one of resourcesOf(all[0], all)) {
    const { recoveryVaultNameInput, resourceGroupNameInput } = one as Partial<VaultReference>;
    if (recoveryVaultNameInput === undefined) continue;
    const key = namesKey(recoveryVaultNameInput, resourceGroupNameInput);
    const ofVault = byVault.get(key) ?? [];
    byVault.set(key, ofVault);
    ofVault.push(one);
  }
  return byVault;
});

/**
 * The policies and protected items that a stack has in a vault.
 * @param asker the construct that needs them
 */
export function itemsOf(stack: TerraformStack, vault: IRecoveryServicesVaultRef, asker: IConstruct): TerraformResource[] {
  return items.of(stack, asker).get(namesKey(vault.vaultName, vault.resourceGroupName)) ?? [];
}

function namesKey(...names: readonly (string | undefined)[]): string {
  return JSON.stringify(names);
}

function resourcesOf(stack: IConstruct | undefined, all: readonly IConstruct[]): TerraformResource[] {
  return all
    .filter((one) => TerraformResource.isTerraformResource(one))
    .filter((one) => TerraformStack.of(one) === stack && !isMoved(one));
}
