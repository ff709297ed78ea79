import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { App, TerraformStack } from "cdktf";
import {
  AzurermProviderVersion,
  ProtectedVms,
  RecoveryServicesVault,
  SourceVm,
  VmBackupPolicy,
  VmBackupPolicyPreset,
} from "cdktf-azure-vm-backup";
import type { Construct } from "constructs";

const SUBSCRIPTION = "/subscriptions/00000000-0000-0000-0000-000000000000";
const VAULT = `${SUBSCRIPTION}/resourceGroups/rg-backup/providers/Microsoft.RecoveryServices/vaults/vault-portal`;
const VMS = ["vm-web", "vm-db"];

/**
 * Takes over a vault that was made in the portal, its policy and the two VMs that it protects: the first plan imports all of it and
 * changes nothing. `azure-vm-backup adopt` writes such a stack from what a vault holds. It needs Terraform 1.5 or newer.
 */
export class BrownfieldStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    new AzurermProvider(this, "azurerm", { features: [{}] });
    AzurermProviderVersion.require(this, ">= 4.77.0, < 5.0.0");

    // What the code says must be what the vault has: a difference shows in the plan as a change.
    const place = { resourceGroupName: "rg-backup", location: "westeurope" };
    const vault = new RecoveryServicesVault(this, "vault", { ...place, vaultName: "vault-portal" });
    vault.importVault(VAULT);

    const policy = new VmBackupPolicy(this, "nightly", {
      vault,
      policyName: "nightly",
      ...VmBackupPolicyPreset.daily30Days({ time: "19:30" }),
    });
    policy.importPolicy(`${VAULT}/backupPolicies/nightly`);

    const vmId = (name: string) => `${SUBSCRIPTION}/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/${name}`;
    const vms = new ProtectedVms(this, "vms", {
      vault,
      policy,
      vms: Object.fromEntries(VMS.map((name) => [name, SourceVm.fromId(vmId(name))])),
    });
    for (const name of VMS) {
      const names = `iaasvmcontainerv2;rg-app;${name}`;
      vms.importItem(
        name,
        `${VAULT}/backupFabrics/Azure/protectionContainers/IaasVMContainer;${names}/protectedItems/VM;${names}`,
      );
    }
  }
}

if (require.main === module) {
  const app = new App();
  new BrownfieldStack(app, "brownfield");
  app.synth();
}
