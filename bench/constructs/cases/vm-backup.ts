import type { TerraformStack } from "cdktf";
import { AzurermProviderVersion, BackupSchedule, RecoveryPointRetention, SourceVm, VmBackup } from "cdktf-azure-vm-backup";
import { vmIds } from "./vm-ids";

/** Vault, policy, VMs and their initial backup, with this package. */
export function build(stack: TerraformStack, vms: number): void {
  AzurermProviderVersion.require(stack, ">= 4.77.0, < 5.0.0");
  new VmBackup(stack, "backup", {
    vault: { vaultName: "vault-app", resourceGroupName: "rg-backup", location: "westeurope" },
    policy: { policyName: "daily", schedule: BackupSchedule.daily({ time: "22:00" }), dailyRetentionDays: 30 },
    vms: Object.fromEntries(vmIds(vms).map(([key, vmId]) => [key, SourceVm.fromId(vmId)])),
    initialBackup: { retention: RecoveryPointRetention.days(60) },
  });
}
