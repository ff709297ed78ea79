import { BackupProtectedVm } from "@cdktf/provider-azurerm/lib/backup-protected-vm";
import type { TerraformStack } from "cdktf";
import { vaultAndPolicy } from "./l1-vault";
import { vmIds } from "./vm-ids";

/** One bare `for_each` block, written past cdktf's iterators, which is the fastest way there is. */
export function build(stack: TerraformStack, vms: number): void {
  const { vault, policy } = vaultAndPolicy(stack);
  const resource = new BackupProtectedVm(stack, "vms", {
    resourceGroupName: vault.resourceGroupName,
    recoveryVaultName: vault.name,
    sourceVmId: "${each.value}",
    backupPolicyId: policy.id,
    lifecycle: { preventDestroy: true },
  });
  resource.addOverride("for_each", Object.fromEntries(vmIds(vms)));
}
