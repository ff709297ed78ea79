import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { App, TerraformStack, TerraformVariable } from "cdktf";
import {
  AzurePrincipal,
  AzurermProviderVersion,
  RecoveryPointRetention,
  RestoreDrill,
  SourceVm,
  VmBackup,
  VmBackupPolicyPreset,
  WaitFor,
} from "cdktf-azure-vm-backup";
import type { Construct } from "constructs";

const APP_GROUP = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-app";
const VMS = `${APP_GROUP}/providers/Microsoft.Compute/virtualMachines`;

/** Protects three existing VMs, and declares a drill that restores the disks of one of them, in turn, and deletes them again. */
export class RestoreDrillStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    // The deployment needs no access to the blobs of the staging account.
    new AzurermProvider(this, "azurerm", { features: [{ storage: [{ dataPlaneAvailable: false }] }] });
    AzurermProviderVersion.require(this, ">= 4.77.0, < 5.0.0");

    const group = new ResourceGroup(this, "group", { name: "rg-backup", location: "westeurope" });
    const backup = new VmBackup(this, "backup", {
      vault: { vaultName: "vault-app", resourceGroupName: group.name, location: group.location },
      policy: VmBackupPolicyPreset.daily30Days({ time: "22:00" }),
      vms: {
        web: SourceVm.fromId(`${VMS}/vm-web`),
        api: SourceVm.fromId(`${VMS}/vm-api`),
        db: SourceVm.fromId(`${VMS}/vm-db`),
      },
      initialBackup: { retention: RecoveryPointRetention.days(60), waitFor: WaitFor.COMPLETED },
    });

    new RestoreDrill(this, "drill", {
      protectedVms: [backup.protectedVms],
      sample: 1,
      objectiveMinutes: 120,
      pointAgeHours: 48,
      // The object id of the service principal that runs the scheduled pipeline.
      principal: AzurePrincipal.servicePrincipal(new TerraformVariable(this, "pipeline", {}).stringValue),
      sourceResourceGroupIds: [APP_GROUP],
      outputName: "restore_drill",
    });
  }
}

if (require.main === module) {
  const app = new App();
  new RestoreDrillStack(app, "restore-drill");
  app.synth();
}
