import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { isDeclared } from "./known-vault";
import type { IRecoveryServicesVaultRef } from "./vault-ref";

/**
 * A name for what a construct declares in a vault, made of the construct's path in its stack. In a vault that the stack does not declare
 * itself, which other stacks may use too, the name of the stack comes first.
 */
export function defaultName(construct: IConstruct, vault: IRecoveryServicesVaultRef): string {
  const name = pathInApp(construct, vault).join("-");
  const plain = name.replace(/[^-_a-zA-Z0-9]/g, "-");
  // Names of Azure start with a letter, and most end in a letter or digit.
  return plain.replace(/^[^a-zA-Z]+/, "").replace(/[^a-zA-Z0-9]+$/, "") || plain;
}

/** The ids of a construct and those above it, up to its stack, which is among them if others may use the vault. */
export function pathInApp(construct: IConstruct, vault: IRecoveryServicesVaultRef): string[] {
  const stack = TerraformStack.of(construct);
  const { scopes } = construct.node;
  const path = scopes.slice(scopes.indexOf(stack) + 1).map(({ node }) => node.id);
  const isOwnVault = isDeclared(vault) && TerraformStack.of(vault) === stack;
  return isOwnVault ? path : [stack.node.path, ...path];
}
