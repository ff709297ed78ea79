import { TerraformIterator, type TerraformStack } from "cdktf";
import {
  AzurePrincipal,
  BackupSchedule,
  DrillRestores,
  InitialBackup,
  ProtectedVm,
  ProtectedVms,
  ProtectionState,
  RecoveryPointRetention,
  RecoveryServicesVault,
  ResourceGuard,
  RestoreDrill,
  SourceVm,
  VaultDiagnosticSetting,
  VaultLock,
  VmBackup,
  VmBackupPolicy,
  VmSelection,
} from "../../lib";
import { GROUP, itemId, unknownText, VAULT_ID, vmId } from "../support/azure";
import { synthesized } from "../support/synth";

/**
 * Resource addresses are a contract: one that changes makes Terraform destroy what has it and create it again, for whoever takes
 * the new version. So are the names of local values, which may be referred to. A change of this snapshot is a breaking change.
 */

const VAULT = { vaultName: "vault-app", resourceGroupName: "rg-app", location: "westeurope" };
const POLICY = { schedule: BackupSchedule.daily({ time: "22:00" }), dailyRetentionDays: 30 };
const VMS = { web: SourceVm.fromId(vmId("vm-web")) };
const RETENTION = RecoveryPointRetention.days(60);

test("minimal: VmBackup", () => {
  const build = (stack: TerraformStack) =>
    new VmBackup(stack, "Backup", { vault: VAULT, policy: POLICY, vms: VMS, initialBackup: { retention: RETENTION } });
  expect(synthesized(build).addresses).toMatchSnapshot();
});

test("everything: each construct on its own, at the top of a stack and below another", () => {
  const build = (stack: TerraformStack) => {
    const vault = new RecoveryServicesVault(stack, "Vault", VAULT);
    const policy = new VmBackupPolicy(stack, "Policy", { ...POLICY, vault });
    const protectedVms = new ProtectedVms(stack, "Vms", { vault, policy, vms: VMS });
    new ProtectedVm(stack, "Vm", { vault, policy, vm: SourceVm.fromId(vmId("vm-one")) });
    const selection = VmSelection.fromDataSource({ resourceGroupName: "rg-app" });
    new ProtectedVms(stack, "Found", { vault, policy, selection });
    const iterator = TerraformIterator.fromMap({ web: { id: vmId("vm-iterated") } });
    const iterated = SourceVm.fromId(iterator.getString("id"));
    new ProtectedVms(stack, "Iterated", { vault, policy, selection: VmSelection.forEach(iterator, iterated) });
    const mixed = {
      stopped: SourceVm.fromId(vmId("vm-stopped"), { protectionState: ProtectionState.STOPPED }),
      referenced: SourceVm.fromId(unknownText(stack, "vm")),
    };
    new ProtectedVms(stack, "Mixed", { vault, policy, vms: mixed });
    new InitialBackup(stack, "InitialBackup", { protectedVms: [protectedVms], retention: RETENTION });
    new VmBackup(stack, "Backup", {
      existingVault: vault,
      policy: POLICY,
      vms: { db: SourceVm.fromId(vmId("vm-db")) },
      initialBackup: { retention: RETENTION },
    });
    const existing = RecoveryServicesVault.fromVaultId(stack, "ExistingVault", VAULT_ID);
    const items = ProtectedVms.fromProtectedItemIds(stack, "Items", { vault: existing, protectedItemIds: [itemId("vm-old")] });
    new InitialBackup(protectedVms, "ExistingItems", { protectedVms: [items], retention: RETENTION });
    new VmBackupPolicy(vault, "Second", { ...POLICY, vault });
  };
  expect(synthesized(build).addresses).toMatchSnapshot();
});

test("everything that a vault is given", () => {
  const build = (stack: TerraformStack) => {
    const principal = AzurePrincipal.group("11111111-2222-3333-4444-555555555555");
    const vault = new RecoveryServicesVault(stack, "Vault", VAULT);
    vault.grantBackupReader("Readers", principal);
    vault.grantBackupOperator("Operators", principal);
    vault.grantBackupContributor("Contributors", principal);
    vault.grantInitialBackup("Pipeline", principal);
    vault.addLock("Lock");
    vault.addPrivateEndpoint("Endpoint", { subnetId: `${GROUP}/providers/Microsoft.Network/virtualNetworks/vnet/subnets/a` });
    const logs = { logAnalyticsWorkspaceId: `${GROUP}/providers/Microsoft.OperationalInsights/workspaces/logs` };
    vault.addDiagnosticSetting("Logs", logs);
    vault.addAlertProcessingRule("Alerts", { actionGroupIds: [`${GROUP}/providers/Microsoft.Insights/actionGroups/on-call`] });
    const guard = { guardName: "guard", resourceGroupName: "rg-app", location: "westeurope" };
    vault.addResourceGuardAssociation("Guard", { resourceGuard: new ResourceGuard(stack, "Guard", guard) });
    const lookedUp = RecoveryServicesVault.fromLookup(stack, "Existing", VAULT);
    new VaultLock(stack, "OtherLock", { vault: lookedUp });
    new VaultDiagnosticSetting(stack, "OtherLogs", { vault: lookedUp, ...logs });
  };
  expect(synthesized(build).addresses).toMatchSnapshot();
});

test("a drill of disks, and one of VMs by a principal", () => {
  const build = (stack: TerraformStack) => {
    const vault = new RecoveryServicesVault(stack, "Vault", VAULT);
    const principal = AzurePrincipal.servicePrincipal("11111111-2222-3333-4444-555555555555");
    new RestoreDrill(stack, "Drill", { vault, runOnDeploy: true });
    const options = { outputName: "drill", restores: DrillRestores.VM, principal };
    new RestoreDrill(stack, "VmDrill", { vault, ...options, sourceResourceGroupIds: [GROUP, unknownText(stack, "group")] });
  };
  expect(synthesized(build).addresses).toMatchSnapshot();
});
