import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { App, TerraformStack } from "cdktf";
import {
  AzurermProviderVersion,
  BackupSchedule,
  RecoveryPointRetention,
  SourceVm,
  VmBackup,
  WaitFor,
} from "cdktf-azure-vm-backup";
import type { Construct } from "constructs";

const VMS =
  "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines";

/** Protects three existing VMs: a backup every night, and an initial backup before the deployment ends. */
export class QuickstartStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    new AzurermProvider(this, "azurerm", { features: [{}] });
    AzurermProviderVersion.require(this, ">= 4.77.0, < 5.0.0");

    const group = new ResourceGroup(this, "group", { name: "rg-backup", location: "westeurope" });

    new VmBackup(this, "backup", {
      vault: { vaultName: "vault-app", resourceGroupName: group.name, location: group.location },
      policy: { schedule: BackupSchedule.daily({ time: "22:00" }), dailyRetentionDays: 30 },
      vms: {
        web: SourceVm.fromId(`${VMS}/vm-web`),
        api: SourceVm.fromId(`${VMS}/vm-api`),
        db: SourceVm.fromId(`${VMS}/vm-db`),
      },
      initialBackup: { retention: RecoveryPointRetention.days(60), waitFor: WaitFor.COMPLETED },
    });
  }
}

if (require.main === module) {
  const app = new App();
  new QuickstartStack(app, "quickstart");
  app.synth();
}
