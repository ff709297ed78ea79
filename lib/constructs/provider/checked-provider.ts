import { TerraformProvider, TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { problem, throwIfInvalid } from "../private/problems";
import { azurermProvidersOf } from "./azurerm-providers";

/**
 * Returns the given provider of a construct.
 * @throws if it is no azurerm provider; synth fails if it belongs to another stack
 */
export function checkedProvider(scope: IConstruct, provider: TerraformProvider | undefined): TerraformProvider | undefined {
  return provider === undefined ? undefined : checked(scope, provider);
}

function checked(scope: IConstruct, provider: TerraformProvider): TerraformProvider {
  const isAzurerm = TerraformProvider.isTerraformProvider(provider) && provider.terraformResourceType === "azurerm";
  const rule = { allowed: "an AzurermProvider", remedy: "pass the azurerm provider of the subscription" };
  throwIfInvalid(`'${scope.node.path}'`, isAzurerm ? [] : [problem("provider", provider, rule)]);
  if (TerraformStack.of(provider) !== TerraformStack.of(scope)) {
    scope.node.addValidation({ validate: () => foreignProviderProblems(scope, provider) });
  }
  return provider;
}

/** Terraform knows the providers of one stack only. The output refers to a provider by its alias, so a provider with the same alias is enough. */
function foreignProviderProblems(scope: IConstruct, provider: TerraformProvider): string[] {
  const stack = TerraformStack.of(scope);
  if (azurermProvidersOf(stack).some(({ fqn }) => fqn === provider.fqn)) return [];
  return [
    `provider must be one of the stack '${stack.node.id}', got '${provider.node.path}' of the stack '${TerraformStack.of(provider).node.id}'; ` +
      "declare an azurerm provider for that subscription in this stack",
  ];
}
