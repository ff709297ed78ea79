import type { AzurermProvider, AzurermProviderFeaturesRecoveryService } from "@cdktf/provider-azurerm/lib/provider";
import { type TerraformProvider, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { isLiteral, literalText } from "../private/problems";

/** The azurerm providers of a stack. */
export function azurermProvidersOf(stack: TerraformStack): AzurermProvider[] {
  return stack.allProviders().filter((one): one is AzurermProvider => one.terraformResourceType === "azurerm");
}

const defaults = new WeakMap<TerraformStack, Map<string, TerraformProvider>>();

/**
 * The provider of a type that has no alias; undefined if the stack has none yet. One that was found is not searched for again, since each
 * resource asks for it.
 */
export function defaultProvider(stack: TerraformStack, type: string): TerraformProvider | undefined {
  const byType = defaults.get(stack) ?? new Map<string, TerraformProvider>();
  defaults.set(stack, byType);
  const last = byType.get(type);
  if (last && last.alias === undefined) return last;
  const found = stack.allProviders().find((one) => one.terraformResourceType === type && one.alias === undefined);
  if (found) byType.set(type, found);
  return found;
}

/** The azurerm provider without an alias; undefined if the stack has none yet. */
export function defaultAzurermProvider(stack: TerraformStack): AzurermProvider | undefined {
  return defaultProvider(stack, "azurerm") as AzurermProvider | undefined;
}

/** The azurerm provider of a resource or a data source; undefined if the stack has none yet. */
export function azurermProviderOf(resource: IConstruct & { readonly provider?: TerraformProvider }): AzurermProvider | undefined {
  const named = resource.provider as AzurermProvider | undefined;
  return named ?? defaultAzurermProvider(TerraformStack.of(resource));
}

/** The `recovery_service` blocks of a provider's features that are known at synth. */
export function recoveryServiceBlocksOf({ featuresInput }: AzurermProvider): AzurermProviderFeaturesRecoveryService[] {
  return knownBlocks(featuresInput).flatMap(({ recoveryService }) => knownBlocks(recoveryService));
}

/** The blocks of a list if it is known at synth, else none. An object stands for one block, as in Terraform's JSON. */
export function knownBlocks<T extends object>(blocks: readonly T[] | object | undefined): T[] {
  if (Array.isArray(blocks)) return blocks as T[];
  return blocks === undefined || !isLiteral(blocks) ? [] : [blocks as T];
}

/** The id of a provider's subscription if it is known at synth. */
export function subscriptionIdOf(provider: TerraformProvider): string | undefined {
  return literalText((provider as Partial<AzurermProvider>).subscriptionIdInput);
}
