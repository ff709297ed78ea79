import { BackupProtectedVm } from "@cdktf/provider-azurerm/lib/backup-protected-vm";
import type { TerraformStack } from "cdktf";
import { vaultAndPolicy } from "./l1-vault";
import { vmIds } from "./vm-ids";

/** One resource for each VM, as a loop in TypeScript makes them. */
export function build(stack: TerraformStack, vms: number): void {
  const { vault, policy } = vaultAndPolicy(stack);
  for (const [key, sourceVmId] of vmIds(vms)) {
    new BackupProtectedVm(stack, key, {
      resourceGroupName: vault.resourceGroupName,
      recoveryVaultName: vault.name,
      sourceVmId,
      backupPolicyId: policy.id,
      lifecycle: { preventDestroy: true },
    });
  }
}
