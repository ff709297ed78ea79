import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { subscriptionIdIn } from "../private/azure-ids";
import { isDeclared } from "./known-vault";
import type { IRecoveryServicesVaultRef } from "./vault-ref";

/**
 * The default name of a resource in a vault: the construct's path in its stack. If the stack does not declare the vault, other stacks
 * may use it too, so the name of the stack comes first.
 */
export function defaultName(construct: IConstruct, vault: IRecoveryServicesVaultRef): string {
  const name = pathInApp(construct, vault).join("-");
  const plain = name.replace(/[^-_a-zA-Z0-9]/g, "-");
  // Azure names start with a letter, and most end with a letter or digit.
  return plain.replace(/^[^a-zA-Z]+/, "").replace(/[^a-zA-Z0-9]+$/, "") || plain;
}

/** The default name of what is unique in the tenant. It contains the subscription: vaults of two subscriptions may have the same name. */
export function defaultTenantName(purpose: string, id: string, vault: IRecoveryServicesVaultRef): string {
  return `${purpose} in ${subscriptionIdIn(vault.vaultId)}/${vault.resourceGroupName}/${vault.vaultName} for ${id}`;
}

/** The ids of a construct and its parents below the stack; the stack's path comes first if other stacks may use the vault. */
export function pathInApp(construct: IConstruct, vault: IRecoveryServicesVaultRef): string[] {
  const stack = TerraformStack.of(construct);
  const { scopes } = construct.node;
  const path = scopes.slice(scopes.indexOf(stack) + 1).map(({ node }) => node.id);
  const isOwnVault = isDeclared(vault) && TerraformStack.of(vault) === stack;
  return isOwnVault ? path : [stack.node.path, ...path];
}
