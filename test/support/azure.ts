import type { TerraformStack } from "cdktf";
import { TerraformVariable } from "cdktf";

/** Valid ids, and tokens. */

export const SUBSCRIPTION = "00000000-0000-0000-0000-000000000000";
export const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-app`;
export const VAULT_ID = `${GROUP}/providers/Microsoft.RecoveryServices/vaults/vault-app`;
export const POLICY_ID = `${VAULT_ID}/backupPolicies/nightly`;

export function vmId(name: string): string {
  return `${GROUP}/providers/Microsoft.Compute/virtualMachines/${name}`;
}

export function itemId(name: string, vaultId: string = VAULT_ID): string {
  const item = `iaasvmcontainerv2;rg-app;${name}`;
  return `${vaultId}/backupFabrics/Azure/protectionContainers/iaasvmcontainer;${item}/protectedItems/VM;${item}`;
}

/** A token for a text. */
export function unknownText(stack: TerraformStack, name: string): string {
  return new TerraformVariable(stack, name, {}).stringValue;
}

/** A token for a number. */
export function unknownNumber(stack: TerraformStack, name: string): number {
  return new TerraformVariable(stack, name, {}).numberValue;
}
