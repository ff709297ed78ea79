import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { App, TerraformStack } from "cdktf";
import {
  AzurermProviderVersion,
  RecoveryPointRetention,
  RecoveryServicesVault,
  SourceVm,
  StorageRedundancy,
  VaultEncryption,
  VmBackup,
  VmBackupPolicyPreset,
} from "cdktf-azure-vm-backup";
import type { Construct } from "constructs";

const PROVIDERS = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-platform/providers";
const ZONES = `${PROVIDERS}/Microsoft.Network/privateDnsZones`;

/** A vault that only a private endpoint reaches, encrypted with a key that an identity of its own reads. */
export class PrivateEncryptedStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    new AzurermProvider(this, "azurerm", { features: [{}] });
    AzurermProviderVersion.require(this, ">= 4.77.0, < 5.0.0");

    const vault = new RecoveryServicesVault(this, "vault", {
      vaultName: "vault-private",
      resourceGroupName: "rg-backup",
      location: "westeurope",
      redundancy: StorageRedundancy.zone(),
      publicNetworkAccessEnabled: false,
      encryption: VaultEncryption.byUserAssignedIdentity({
        keyId: "https://kv-platform.vault.azure.net/keys/backup",
        userAssignedIdentityId: `${PROVIDERS}/Microsoft.ManagedIdentity/userAssignedIdentities/backup-key-reader`,
      }),
    });
    const endpoint = vault.addPrivateEndpoint("endpoint", {
      subnetId: `${PROVIDERS}/Microsoft.Network/virtualNetworks/vnet/subnets/backup`,
      privateDnsZoneIds: ["we.backup.windowsazure.com", "blob.core.windows.net"].map((zone) => `${ZONES}/privatelink.${zone}`),
    });

    new VmBackup(this, "backup", {
      existingVault: vault,
      policy: VmBackupPolicyPreset.daily30Days({ time: "22:00" }),
      vms: { web: SourceVm.fromId(`${PROVIDERS}/Microsoft.Compute/virtualMachines/vm-web`) },
      initialBackup: { retention: RecoveryPointRetention.days(60) },
      dependsOn: [endpoint.resource],
    });
  }
}

if (require.main === module) {
  const app = new App();
  new PrivateEncryptedStack(app, "private-encrypted");
  app.synth();
}
