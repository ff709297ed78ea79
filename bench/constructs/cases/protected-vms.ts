import type { TerraformStack } from "cdktf";
import { BackupSchedule, ProtectedVms, RecoveryServicesVault, SourceVm, VmBackupPolicy } from "cdktf-azure-vm-backup";
import { vmIds } from "./vm-ids";

/** Vault, policy and VMs with this package. */
export function build(stack: TerraformStack, vms: number): void {
  const vault = new RecoveryServicesVault(stack, "Vault", {
    vaultName: "vault-app",
    resourceGroupName: "rg-backup",
    location: "westeurope",
  });
  const policy = new VmBackupPolicy(stack, "Policy", {
    vault,
    policyName: "daily",
    schedule: BackupSchedule.daily({ time: "22:00" }),
    dailyRetentionDays: 30,
  });
  new ProtectedVms(stack, "ProtectedVms", {
    vault,
    policy,
    vms: Object.fromEntries(vmIds(vms).map(([key, vmId]) => [key, SourceVm.fromId(vmId)])),
  });
}
