import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { App, TerraformStack } from "cdktf";
import { AzurermProviderVersion, RecoveryPointRetention, RecoveryServicesVault, SourceVm } from "cdktf-azure-vm-backup";
import { VmBackup, VmBackupPolicy, VmBackupPolicyPreset } from "cdktf-azure-vm-backup";
import type { Construct } from "constructs";

const SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000000";
const VAULT = `${SUBSCRIPTION}/resourceGroups/rg-backup/providers/Microsoft.RecoveryServices/vaults/vault-shared`;

abstract class BackupStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AzurermProvider(this, "azurerm", { features: [{}] });
    AzurermProviderVersion.require(this, ">= 4.77.0, < 5.0.0");
  }
}

/** The platform team's stack: the vault and its policies. Deploy it first. */
export class SharedVaultStack extends BackupStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { name, location } = new ResourceGroup(this, "group", { name: "rg-backup", location: "westeurope" });
    const vault = new RecoveryServicesVault(this, "vault", { vaultName: "vault-shared", resourceGroupName: name, location });
    new VmBackupPolicy(this, "gold", { vault, policyName: "gold", ...VmBackupPolicyPreset.dailyMonthly1Year({ time: "20:00" }) });
    new VmBackupPolicy(this, "silver", { vault, policyName: "silver", ...VmBackupPolicyPreset.daily30Days({ time: "23:00" }) });
  }
}

/** The stack of an application, which may be in a repository of its own: it names the vault and a policy by their ids. */
export class AppStack extends BackupStack {
  constructor(scope: Construct, id: string, tier: "gold" | "silver", names: readonly string[]) {
    super(scope, id);
    const vmIds = names.map(
      (name) => `${SUBSCRIPTION}/resourceGroups/rg-${id}/providers/Microsoft.Compute/virtualMachines/${name}`,
    );
    new VmBackup(this, "backup", {
      existingVault: RecoveryServicesVault.fromVaultAttributes(this, "vault", { vaultId: VAULT, location: "westeurope" }),
      existingPolicy: VmBackupPolicy.fromPolicyId(this, "policy", `${VAULT}/backupPolicies/${tier}`),
      vms: Object.fromEntries(vmIds.map((vmId, index) => [names[index] ?? "", SourceVm.fromId(vmId)])),
      initialBackup: { retention: RecoveryPointRetention.days(60) },
    });
  }
}

if (require.main === module) {
  const app = new App();
  const platform = new SharedVaultStack(app, "shared-vault");
  new AppStack(app, "shop", "gold", ["shop-web", "shop-db"]).addDependency(platform);
  new AppStack(app, "wiki", "silver", ["wiki-web"]).addDependency(platform);
  new AppStack(app, "erp", "gold", ["erp-app", "erp-db"]).addDependency(platform);
  app.synth();
}
