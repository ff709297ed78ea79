import { Annotations, type TerraformProvider, type TerraformResource, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { isSameName } from "../../azure/case-fold";
import { azurermProviderOf, subscriptionIdOf } from "../provider/azurerm-providers";
import { checkedProvider } from "../provider/checked-provider";
import { givenProviderOf, knownPartsOf } from "./known-vault";
import { formatVault } from "./same-vault";
import type { IRecoveryServicesVaultRef } from "./vault-ref";

/** The provider of something that belongs to a vault: the one it is told to use, or that of the vault if both are in one stack. */
export function providerFor(
  scope: IConstruct,
  vault: IRecoveryServicesVaultRef,
  provider: TerraformProvider | undefined,
): TerraformProvider | undefined {
  if (provider !== undefined) return checkedProvider(scope, provider);
  const ofVault = givenProviderOf(vault);
  return ofVault && TerraformStack.of(ofVault) === TerraformStack.of(scope) ? ofVault : undefined;
}

/**
 * A policy or an item names its vault by its name, which azurerm looks for in the subscription of the provider. Whether that is the
 * vault's is known when the stack is synthesized, because providers may be made after what uses them.
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
        `for ${own}; name a provider of the vault's subscription, in which azurerm looks for the vault`,
    ];
  }
  warnIfVaultHasForeignAlias(vault, resource);
  return [];
}

function warnIfVaultHasForeignAlias(vault: IRecoveryServicesVaultRef, resource: TerraformResource): void {
  const ofVault = givenProviderOf(vault);
  const isForeign = ofVault !== undefined && TerraformStack.of(ofVault) !== TerraformStack.of(resource);
  if (!isForeign || ofVault.alias === undefined || resource.provider !== undefined) return;
  Annotations.of(resource).addWarning(
    `provider should be named if the subscription of the vault ${formatVault(vault)} is not that of this stack's azurerm provider; ` +
      `the vault has '${ofVault.node.path}' of another stack`,
  );
}
