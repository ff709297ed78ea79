import { TerraformResource, TerraformStack } from "cdktf";
import { isMoved } from "../private/moved";
import { isSameVault } from "./same-vault";
import type { IRecoveryServicesVaultRef } from "./vault-ref";

interface Addition {
  readonly vault: IRecoveryServicesVaultRef;
  readonly resource: TerraformResource;
}

const byStack = new WeakMap<TerraformStack, Addition[]>();

/** Makes known what a stack adds to a vault, for whatever has to be created before it or after it. */
export function registerAddition(vault: IRecoveryServicesVaultRef, resource: TerraformResource): void {
  const stack = TerraformStack.of(resource);
  const additions = byStack.get(stack) ?? [];
  byStack.set(stack, [...additions, { vault, resource }]);
}

/** What a stack has added to a vault: by the vault's own methods, or beside it. */
export function additionsOf(stack: TerraformStack, vault: IRecoveryServicesVaultRef): TerraformResource[] {
  const below = resourcesOf(stack, vault).filter((one) => one.terraformResourceType !== "azurerm_recovery_services_vault");
  return [...new Set([...below, ...registered(stack, vault)])];
}

/** The private endpoints that a stack gives a vault. Azure makes none once the vault protects something. */
export function privateEndpointsOf(stack: TerraformStack, vault: IRecoveryServicesVaultRef): TerraformResource[] {
  return registered(stack, vault).filter((one) => one.terraformResourceType === "azurerm_private_endpoint");
}

function registered(stack: TerraformStack, vault: IRecoveryServicesVaultRef): TerraformResource[] {
  return (byStack.get(stack) ?? [])
    .filter((one) => isSameVault(one.vault, vault) && !isMoved(one.resource))
    .map(({ resource }) => resource);
}

/** What policies and protected items say of their vault. */
interface OfVault {
  readonly recoveryVaultNameInput: string;
  readonly resourceGroupNameInput: string;
}

/** The policies and protected items that a stack has in a vault. */
export function itemsOf(stack: TerraformStack, vault: IRecoveryServicesVaultRef): TerraformResource[] {
  return resourcesOf(stack, stack).filter((one) => {
    const { recoveryVaultNameInput, resourceGroupNameInput } = one as Partial<OfVault>;
    return recoveryVaultNameInput === vault.vaultName && resourceGroupNameInput === vault.resourceGroupName;
  });
}

function resourcesOf(stack: TerraformStack, scope: { readonly node: TerraformStack["node"] }): TerraformResource[] {
  return scope.node
    .findAll()
    .filter((one) => TerraformResource.isTerraformResource(one))
    .filter((one) => TerraformStack.of(one) === stack && !isMoved(one));
}
