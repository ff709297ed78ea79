import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { App, TerraformStack, TerraformVariable } from "cdktf";
import * as backup from "cdktf-azure-vm-backup";
import type { Construct } from "constructs";

const PROVIDERS = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-platform/providers";
const KEY_READER = `${PROVIDERS}/Microsoft.ManagedIdentity/userAssignedIdentities/backup-key-reader`;

/** A vault with a lock, a Resource Guard, a private endpoint, its own key and alerts for failed backups. */
export class SecureVaultStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    const features = [{ recoveryService: [backup.RecoveryServiceFeatures.suspendBackups()] }];
    new AzurermProvider(this, "azurerm", { features });
    backup.AzurermProviderVersion.require(this, ">= 4.77.0, < 5.0.0");

    const vault = new backup.RecoveryServicesVault(this, "vault", {
      vaultName: "vault-secure",
      resourceGroupName: "rg-backup",
      location: "westeurope",
      redundancy: backup.StorageRedundancy.zone(),
      immutability: backup.VaultImmutability.unlocked(),
      encryption: backup.VaultEncryption.byUserAssignedIdentity({
        keyId: "https://kv-platform.vault.azure.net/keys/backup",
        userAssignedIdentityId: KEY_READER,
      }),
      publicNetworkAccessEnabled: false,
      tags: { team: "platform" },
    });

    const endpoint = vault.addPrivateEndpoint("endpoint", {
      subnetId: `${PROVIDERS}/Microsoft.Network/virtualNetworks/vnet/subnets/backup`,
      privateDnsZoneIds: [`${PROVIDERS}/Microsoft.Network/privateDnsZones/privatelink.we.backup.windowsazure.com`],
    });
    vault.addLock("lock", { notes: "Ask the platform team." });
    vault.addDiagnosticSetting("logs", { logAnalyticsWorkspaceId: `${PROVIDERS}/Microsoft.OperationalInsights/workspaces/logs` });
    vault.addAlertProcessingRule("alerts", { actionGroupIds: [`${PROVIDERS}/Microsoft.Insights/actionGroups/on-call`] });
    const guardId = `${PROVIDERS}/Microsoft.DataProtection/resourceGuards/guard`;
    const resourceGuard = backup.ResourceGuard.fromResourceGuardId(this, "guard", guardId);
    vault.addResourceGuardAssociation("guard", { resourceGuard });

    const pipeline = backup.AzurePrincipal.servicePrincipal(new TerraformVariable(this, "pipeline", {}).stringValue);
    const role = vault.grantInitialBackup("pipeline", pipeline);
    new backup.VmBackup(this, "backup", {
      existingVault: vault,
      policy: { schedule: backup.BackupSchedule.daily({ time: "22:00" }), dailyRetentionDays: 30 },
      vms: { web: backup.SourceVm.fromId(`${PROVIDERS}/Microsoft.Compute/virtualMachines/vm-web`) },
      initialBackup: { retention: backup.RecoveryPointRetention.days(60), dependsOn: [role] },
      dependsOn: [endpoint.resource],
    });
  }
}

if (require.main === module) {
  const app = new App();
  new SecureVaultStack(app, "secure-vault");
  app.synth();
}
