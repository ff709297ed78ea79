import { AzurermProviderVersion, RecoveryServicesVault, VmBackupPolicy, type VmBackupPolicyOptions } from "../../../lib";
import { VAULT_ID } from "../../support/azure";
import { type Arguments, synthesized } from "../../support/synth";

/** The arguments of azurerm that a policy becomes. */
export function argumentsOf(options: VmBackupPolicyOptions, azurerm?: string): Arguments {
  return synthesized((stack) => {
    const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
    new VmBackupPolicy(stack, "Policy", { vault, ...options });
    if (azurerm) AzurermProviderVersion.require(stack, azurerm);
  }).only("azurerm_backup_policy_vm");
}
