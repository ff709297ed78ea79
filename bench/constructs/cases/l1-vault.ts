import { BackupPolicyVm } from "@cdktf/provider-azurerm/lib/backup-policy-vm";
import { RecoveryServicesVault } from "@cdktf/provider-azurerm/lib/recovery-services-vault";
import type { TerraformStack } from "cdktf";

/** A vault and a policy, written by hand. */
export function vaultAndPolicy(stack: TerraformStack): { vault: RecoveryServicesVault; policy: BackupPolicyVm } {
  const vault = new RecoveryServicesVault(stack, "Vault", {
    name: "vault-app",
    resourceGroupName: "rg-backup",
    location: "westeurope",
    sku: "Standard",
    lifecycle: { preventDestroy: true, ignoreChanges: ["cross_region_restore_enabled"] },
  });
  const policy = new BackupPolicyVm(stack, "Policy", {
    name: "daily",
    resourceGroupName: vault.resourceGroupName,
    recoveryVaultName: vault.name,
    backup: { frequency: "Daily", time: "22:00" },
    retentionDaily: { count: 30 },
    lifecycle: { createBeforeDestroy: true },
  });
  return { vault, policy };
}
