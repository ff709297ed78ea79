import { BackupProtectedVm } from "@cdktf/provider-azurerm/lib/backup-protected-vm";
import type { TerraformStack } from "cdktf";
import { vaultAndPolicy } from "./l1-vault";
import { vmIds } from "./vm-ids";

/** One resource for each VM, from a loop in TypeScript. */
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
