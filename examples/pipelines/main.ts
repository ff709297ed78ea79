import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { App, AzurermBackend, TerraformStack } from "cdktf";
import {
  AzurePrincipal,
  AzurermProviderVersion,
  RecoveryPointRetention,
  RestoreDrill,
  SourceVm,
  VmBackup,
  VmBackupPolicyPreset,
} from "cdktf-azure-vm-backup";
import type { Construct } from "constructs";

/** The stack of the README, with what the pipelines need besides: a state that outlives a job, and the drill that they run. */
export class PipelineStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    new AzurermBackend(this, {
      resourceGroupName: "rg-state",
      storageAccountName: "stbackupstate",
      containerName: "state",
      key: "backup.tfstate",
      useOidc: true,
      useAzureadAuth: true,
    });
    // The deployment needs no access to the blobs of the drill's staging account.
    new AzurermProvider(this, "azurerm", { features: [{ storage: [{ dataPlaneAvailable: false }] }] });
    AzurermProviderVersion.require(this, ">= 4.77.0, < 5.0.0");

    const appGroup = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-app";
    const backup = new VmBackup(this, "Backup", {
      vault: { vaultName: "vault-app", resourceGroupName: "rg-backup", location: "westeurope" },
      policy: VmBackupPolicyPreset.daily30Days({ time: "22:00" }),
      vms: { web: SourceVm.fromId(`${appGroup}/providers/Microsoft.Compute/virtualMachines/vm-web`) },
      initialBackup: { retention: RecoveryPointRetention.days(60), outputName: "initial_backup", runInDeployment: true },
    });
    new RestoreDrill(this, "Drill", {
      protectedVms: [backup.protectedVms],
      // The object id of the service principal that runs the pipelines.
      principal: AzurePrincipal.servicePrincipal("11111111-1111-1111-1111-111111111111"),
      sourceResourceGroupIds: [appGroup],
      outputName: "restore_drill",
    });
  }
}

if (require.main === module) {
  const app = new App();
  new PipelineStack(app, "backup");
  app.synth();
}
