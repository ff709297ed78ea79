import { TerraformResource, TerraformStack } from "cdktf";
import { isMoved } from "../private/moved";
import { isSameVault } from "./same-vault";
import type { IRecoveryServicesVaultRef } from "./vault-ref";

interface Addition {
  readonly vault: IRecoveryServicesVaultRef;
  readonly resource: TerraformResource;
}

/** By stack and type of resource, since each protected item asks for the private endpoints. */
const byStack = new WeakMap<TerraformStack, Map<string, Addition[]>>();

/** Records that a stack adds a resource to a vault, so that others can be created before or after it. */
export function registerAddition(vault: IRecoveryServicesVaultRef, resource: TerraformResource): void {
  const stack = TerraformStack.of(resource);
  const byType = byStack.get(stack) ?? new Map<string, Addition[]>();
  byStack.set(stack, byType);
  const type = resource.terraformResourceType;
  const additions = byType.get(type) ?? [];
  byType.set(type, additions);
  additions.push({ vault, resource });
}

/** The resources that a stack has added to a vault: children of the vault's construct, and registered ones. */
export function additionsOf(stack: TerraformStack, vault: IRecoveryServicesVaultRef): TerraformResource[] {
  const children = resourcesOf(stack, vault).filter((one) => one.terraformResourceType !== "azurerm_recovery_services_vault");
  const registered = [...(byStack.get(stack)?.values() ?? [])].flat();
  return [...new Set([...children, ...ofVault(registered, vault)])];
}

/** The private endpoints of a vault in a stack. Azure creates none after the vault has protected its first item. */
export function privateEndpointsOf(stack: TerraformStack, vault: IRecoveryServicesVaultRef): TerraformResource[] {
  return ofVault(byStack.get(stack)?.get("azurerm_private_endpoint") ?? [], vault);
}

function ofVault(additions: readonly Addition[], vault: IRecoveryServicesVaultRef): TerraformResource[] {
  return additions.filter((one) => isSameVault(one.vault, vault) && !isMoved(one.resource)).map(({ resource }) => resource);
}

/** How policies and protected items refer to their vault. */
interface VaultReference {
  readonly recoveryVaultNameInput: string;
  readonly resourceGroupNameInput: string;
}

/** The policies and protected items that a stack has in a vault. */
export function itemsOf(stack: TerraformStack, vault: IRecoveryServicesVaultRef): TerraformResource[] {
  return resourcesOf(stack, stack).filter((one) => {
    const { recoveryVaultNameInput, resourceGroupNameInput } = one as Partial<VaultReference>;
    return recoveryVaultNameInput === vault.vaultName && resourceGroupNameInput === vault.resourceGroupName;
  });
}

function resourcesOf(stack: TerraformStack, scope: { readonly node: TerraformStack["node"] }): TerraformResource[] {
  return scope.node
    .findAll()
    .filter((one) => TerraformResource.isTerraformResource(one))
    .filter((one) => TerraformStack.of(one) === stack && !isMoved(one));
}
