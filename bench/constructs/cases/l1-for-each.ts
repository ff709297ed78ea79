import { BackupProtectedVm } from "@cdktf/provider-azurerm/lib/backup-protected-vm";
import type { TerraformStack } from "cdktf";
import { vaultAndPolicy } from "./l1-vault";
import { vmIds } from "./vm-ids";

/** One plain `for_each` block without cdktf's iterators: the fastest possible form. */
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
