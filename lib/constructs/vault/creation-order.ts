import { dependable, type ITerraformDependable, Lazy, TerraformResource, TerraformStack } from "cdktf";
import type { IRecoveryServicesVaultRef } from "./vault-ref";

/** Has a resource created after others and destroyed before them, whenever those are declared. */
export function createAfter(resource: TerraformResource, others: () => readonly ITerraformDependable[]): void {
  const produce = () => {
    const addresses = others().map(dependable);
    return addresses.length > 0 ? addresses : undefined;
  };
  resource.addOverride("depends_on", Lazy.anyValue({ produce }));
}

/** What policies and protected items say of their vault. */
interface OfVault {
  readonly recoveryVaultNameInput: string;
  readonly resourceGroupNameInput: string;
}

/** The policies and protected items that a stack has in a vault. */
export function itemsOf(stack: TerraformStack, vault: IRecoveryServicesVaultRef): TerraformResource[] {
  const types = ["azurerm_backup_policy_vm", "azurerm_backup_protected_vm"];
  return resourcesOf(stack, stack).filter((one) => {
    if (!types.includes(one.terraformResourceType)) return false;
    const { recoveryVaultNameInput, resourceGroupNameInput } = one as Partial<OfVault>;
    return recoveryVaultNameInput === vault.vaultName && resourceGroupNameInput === vault.resourceGroupName;
  });
}

/** What a stack has added to a vault, by the vault's own methods. */
export function additionsOf(stack: TerraformStack, vault: IRecoveryServicesVaultRef): TerraformResource[] {
  return resourcesOf(stack, vault).filter((one) => one.terraformResourceType !== "azurerm_recovery_services_vault");
}

function resourcesOf(stack: TerraformStack, scope: { readonly node: TerraformStack["node"] }): TerraformResource[] {
  return scope.node
    .findAll()
    .filter((one) => TerraformResource.isTerraformResource(one))
    .filter((one) => TerraformStack.of(one) === stack);
}
