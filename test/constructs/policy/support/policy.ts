import { AzurermProviderVersion, RecoveryServicesVault, VmBackupPolicy, type VmBackupPolicyOptions } from "../../../../lib";
import { VAULT_ID } from "../../../support/azure";
import { type Arguments, type Synthesized, synthesized } from "../../../support/synth";

/** A stack with a policy, and a version of azurerm if it requires one. */
export function policyOf(options: VmBackupPolicyOptions, azurerm?: string): Synthesized {
  return synthesized((stack) => {
    const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
    new VmBackupPolicy(stack, "Policy", { vault, ...options });
    if (azurerm) AzurermProviderVersion.require(stack, azurerm);
  });
}

/** The azurerm arguments of a policy. */
export function argumentsOf(options: VmBackupPolicyOptions, azurerm?: string): Arguments {
  return policyOf(options, azurerm).only("azurerm_backup_policy_vm");
}
