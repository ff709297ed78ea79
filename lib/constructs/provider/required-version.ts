import { type TerraformResource, TerraformStack } from "cdktf";

const required = new WeakMap<TerraformStack, string>();

/** Requires a version of azurerm for a whole stack. */
export function requireVersion(stack: TerraformStack, constraint: string): void {
  required.set(stack, constraint);
  stack.addOverride("terraform.required_providers.azurerm.version", constraint);
}

/** The version constraint of azurerm in a resource's stack: the required one, else the one that the bindings pin. */
export function requiredVersion(resource: TerraformResource): string | undefined {
  return required.get(TerraformStack.of(resource)) ?? resource.terraformGeneratorMetadata?.providerVersion;
}
