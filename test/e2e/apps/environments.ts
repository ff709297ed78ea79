import { LinuxVirtualMachine } from "@cdktf/provider-azurerm/lib/linux-virtual-machine";
import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { App, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import {
  BackupSchedule,
  InitialBackup,
  OnFailure,
  ProtectedVms,
  ProtectionState,
  RecoveryPointRetention,
  RecoveryServicesVault,
  SourceVm,
  VmBackup,
  VmBackupPolicy,
  WaitFor,
} from "../../../lib";

/** Three stacks whose hooks get their requests in different ways: only literals, ids of many VMs, ids unknown until the apply. */
const app = new App();

const vmId = (name: string): string =>
  `/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/${name}`;

function stackWithProvider(id: string): TerraformStack {
  const stack = new TerraformStack(app, id);
  new AzurermProvider(stack, "azurerm", { features: [{}] });
  return stack;
}

new VmBackup(stackWithProvider("one"), "Backup", {
  vault: { vaultName: "rsv-one", resourceGroupName: "rg-backup", location: "westeurope" },
  policy: { schedule: BackupSchedule.daily({ time: "22:00" }), dailyRetentionDays: 30 },
  vms: { web: SourceVm.fromId(vmId("vm-web")) },
  initialBackup: { retention: RecoveryPointRetention.days(60) },
});

const many = stackWithProvider("many");
const vault = RecoveryServicesVault.fromVaultId(
  many,
  "Vault",
  "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-backup/providers/Microsoft.RecoveryServices/vaults/rsv-many",
);
const vms = (prefix: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${prefix}-${String(index)}`);
const gold = new ProtectedVms(many, "Gold", {
  vault,
  policy: VmBackupPolicy.fromPolicyId(many, "GoldPolicy", `${vault.vaultId}/backupPolicies/gold`),
  vms: {
    ...Object.fromEntries(vms("gold", 12).map((name) => [name, SourceVm.fromId(vmId(name))])),
    disks: SourceVm.fromId(vmId("gold-disks"), { excludeDiskLuns: [1] }),
    stopped: SourceVm.fromId(vmId("gold-stopped"), { protectionState: ProtectionState.STOPPED }),
  },
});
const alreadyProtected = ProtectedVms.fromProtectedItemIds(many, "Silver", {
  vault,
  protectedItemIds: vms("silver", 1000).map(
    (name) =>
      `${vault.vaultId}/backupFabrics/Azure/protectionContainers/iaasvmcontainer;iaasvmcontainerv2;rg-app;${name}/protectedItems/VM;iaasvmcontainerv2;rg-app;${name}`,
  ),
});
new InitialBackup(many, "InitialBackup", {
  protectedVms: [gold, alreadyProtected],
  retention: RecoveryPointRetention.until("2099-12-31"),
  waitFor: WaitFor.ACCEPTED,
  onFailure: OnFailure.WARN,
  timeoutMinutes: 5,
  concurrency: 8,
});

const madeHere = stackWithProvider("made-here");
const linuxVm = (scope: Construct, id: string): LinuxVirtualMachine =>
  new LinuxVirtualMachine(scope, id, {
    name: id,
    resourceGroupName: "rg-app",
    location: "westeurope",
    size: "Standard_B2s",
    adminUsername: "azureuser",
    networkInterfaceIds: [],
    osDisk: { caching: "ReadWrite", storageAccountType: "Standard_LRS" },
  });
new VmBackup(madeHere, "Backup", {
  vault: { vaultName: "rsv-made-here", resourceGroupName: "rg-backup", location: "westeurope" },
  policy: { schedule: BackupSchedule.daily({ time: "22:00" }), dailyRetentionDays: 30 },
  vms: { first: SourceVm.fromConstruct(linuxVm(madeHere, "first")), second: SourceVm.fromConstruct(linuxVm(madeHere, "second")) },
  initialBackup: { retention: RecoveryPointRetention.days(7), waitFor: WaitFor.COMPLETED },
});

app.synth();
