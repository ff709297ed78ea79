import { Annotations, type TerraformProvider, type TerraformResource, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { isSameName } from "../../azure/case-fold";
import { azurermProviderOf, subscriptionIdOf } from "../provider/azurerm-providers";
import { checkedProvider } from "../provider/checked-provider";
import { givenProviderOf, knownPartsOf } from "./known-vault";
import { formatVault } from "./same-vault";
import type { IRecoveryServicesVaultRef } from "./vault-ref";

/** The provider of a resource that belongs to a vault: the given one, else the vault's provider if both are in the same stack. */
export function providerFor(
  scope: IConstruct,
  vault: IRecoveryServicesVaultRef,
  provider: TerraformProvider | undefined,
): TerraformProvider | undefined {
  if (provider !== undefined) return checkedProvider(scope, provider);
  const vaultProvider = givenProviderOf(vault);
  return vaultProvider && TerraformStack.of(vaultProvider) === TerraformStack.of(scope) ? vaultProvider : undefined;
}

/**
 * Checks that a policy or an item has a provider for the vault's subscription: azurerm looks up the vault by name in the subscription
 * of the provider. The check runs at synth, because a provider may be declared after the resources that use it.
 */
export function checkSubscription(scope: IConstruct, vault: IRecoveryServicesVaultRef, resource: TerraformResource): void {
  scope.node.addValidation({ validate: () => subscriptionProblems(vault, resource) });
}

function subscriptionProblems(vault: IRecoveryServicesVaultRef, resource: TerraformResource): string[] {
  const provider = azurermProviderOf(resource);
  const needed = knownPartsOf(vault).subscriptionId;
  const own = provider && subscriptionIdOf(provider);
  if (needed !== undefined && own !== undefined) {
    if (isSameName(needed, own)) return [];
    return [
      `provider must be one for the subscription ${needed} of the vault ${formatVault(vault)}, got '${provider?.node.path ?? ""}' ` +
        `for ${own}; set a provider of the vault's subscription, in which azurerm looks up the vault`,
    ];
  }
  warnIfVaultHasForeignAlias(vault, resource);
  return [];
}

function warnIfVaultHasForeignAlias(vault: IRecoveryServicesVaultRef, resource: TerraformResource): void {
  const vaultProvider = givenProviderOf(vault);
  const isForeign = vaultProvider !== undefined && TerraformStack.of(vaultProvider) !== TerraformStack.of(resource);
  if (!isForeign || vaultProvider.alias === undefined || resource.provider !== undefined) return;
  Annotations.of(resource).addWarning(
    `provider should be set if the vault ${formatVault(vault)} is in another subscription than this stack's azurerm provider, ` +
      `got nothing, while the vault has '${vaultProvider.node.path}' of another stack; set a provider of the vault's subscription`,
  );
}
