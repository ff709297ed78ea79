import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import type { TerraformStack } from "cdktf";
import { AzurermProviderVersion, BackupSchedule, RecoveryPointRetention, RemovalPolicy, SourceVm, VmBackup } from "../../../lib";
import { vmId } from "../../support/azure";

/** A stack with a resource group, a vault with a lock, a policy and two VMs; with or without the settings that allow its destruction. */
export const wholeStack = (isDestroyable: boolean) => (stack: TerraformStack) => {
  AzurermProviderVersion.require(stack, ">= 4.77.0, < 5.0.0");
  const { name: resourceGroupName, location } = new ResourceGroup(stack, "group", { name: "rg-backup", location: "westeurope" });
  const backup = new VmBackup(stack, "Backup", {
    vault: {
      ...{ vaultName: "vault-app", resourceGroupName, location },
      ...(isDestroyable && { lifecycle: { preventDestroy: false } }),
    },
    policy: { schedule: BackupSchedule.daily({ time: "22:00" }), dailyRetentionDays: 30 },
    vms: { web: SourceVm.fromId(vmId("vm-web")), db: SourceVm.fromId(vmId("vm-db")) },
    removal: isDestroyable ? RemovalPolicy.DELETE : RemovalPolicy.REFUSE,
    initialBackup: { retention: RecoveryPointRetention.days(60), outputName: "initial_backup" },
  });
  backup.vault.addLock("Lock");
  return backup;
};
