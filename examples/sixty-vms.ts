import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { ResourceGroup } from "@cdktf/provider-azurerm/lib/resource-group";
import { App, TerraformStack } from "cdktf";
import {
  AzurermProviderVersion,
  InitialBackup,
  ProtectedVms,
  RecoveryPointRetention,
  RecoveryServicesVault,
  SourceVm,
  TimeZone,
  VmBackupPolicy,
  VmBackupPolicyPreset,
} from "cdktf-azure-vm-backup";
import type { Construct } from "constructs";
import { VM_GROUPS } from "./sixty-vms.data";

const SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000000";

/** Sixty VMs of a typed file, by two policies that start at different times, as one block in Terraform. */
export class SixtyVmsStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    new AzurermProvider(this, "azurerm", { features: [{}] });
    AzurermProviderVersion.require(this, ">= 4.77.0, < 5.0.0");

    const group = new ResourceGroup(this, "group", { name: "rg-backup", location: "westeurope" });
    const vault = new RecoveryServicesVault(this, "vault", {
      vaultName: "vault-fleet",
      resourceGroupName: group.name,
      location: group.location,
    });
    const timeZone = TimeZone.of("Europe/Berlin");
    const policies = {
      gold: new VmBackupPolicy(this, "gold", { vault, ...VmBackupPolicyPreset.dailyMonthly1Year({ time: "20:00", timeZone }) }),
      silver: new VmBackupPolicy(this, "silver", { vault, ...VmBackupPolicyPreset.daily30Days({ time: "23:00", timeZone }) }),
    };

    const vms = VM_GROUPS.flatMap(({ resourceGroup, tier, names }) =>
      names.map((name): [string, SourceVm] => {
        const vmId = `${SUBSCRIPTION}/resourceGroups/${resourceGroup}/providers/Microsoft.Compute/virtualMachines/${name}`;
        return [name, SourceVm.fromId(vmId, tier === "gold" ? { policy: policies.gold } : {})];
      }),
    );
    const fleet = new ProtectedVms(this, "fleet", { vault, policy: policies.silver, vms: Object.fromEntries(vms) });
    new InitialBackup(this, "initial", { protectedVms: [fleet], retention: RecoveryPointRetention.days(60) });
  }
}

if (require.main === module) {
  const app = new App();
  new SixtyVmsStack(app, "sixty-vms");
  app.synth();
}
