import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import type { TerraformStack } from "cdktf";
import { AzurermProviderVersion, BackupSchedule, RecoveryPointRetention, RemovalPolicy, SourceVm, VmBackup } from "../../../lib";
import type { Emulator } from "../../../lib/emulator";
import { SUBSCRIPTION, vmId } from "../../support/azure";
import { startTestEmulator } from "../../support/emulator";
import { stopAfterwards } from "../../support/stop-afterwards";
import { BareTerraform } from "./bare-terraform";

export const WHOLE_STACK_VAULT = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg-backup/providers/Microsoft.RecoveryServices/vaults/vault-app`;
export const WHOLE_STACK_TIMEOUT = 600_000;

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

/** Starts an emulator with the VMs of the stack, and a Terraform that uses it, until the end of the test. */
export async function wholeStackAzure(): Promise<{ readonly emulator: Emulator; readonly terraform: BareTerraform }> {
  const account = { subscriptionId: SUBSCRIPTION };
  const emulator = await startTestEmulator({ speed: 600, scheduledBackups: false, account });
  for (const name of ["vm-web", "vm-db"]) emulator.addVirtualMachine({ id: vmId(name), location: "westeurope" });
  const terraform = await BareTerraform.create(emulator.environment());
  stopAfterwards({ stop: () => terraform.remove() });
  return { emulator, terraform };
}
