import { AzurermProvider } from "@cdktf/provider-azurerm/lib/provider";
import { App, TerraformStack } from "cdktf";
import {
  ArchiveTiering,
  AzurermProviderVersion,
  BackupSchedule,
  HourlyWindow,
  RecoveryServicesVault,
  StorageRedundancy,
  TimeZone,
  VmBackupPolicy,
  VmBackupPolicyPreset,
} from "cdktf-azure-vm-backup";
import type { Construct } from "constructs";

const BERLIN = TimeZone.of("Europe/Berlin");

/** A vault with two policies: one for records with a legal retention, one for a shop with several backups a day. */
export class LongTermRetentionStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);

    new AzurermProvider(this, "azurerm", { features: [{}] });
    AzurermProviderVersion.require(this, ">= 4.77.0, < 5.0.0");

    const vault = new RecoveryServicesVault(this, "vault", {
      vaultName: "vault-records",
      resourceGroupName: "rg-backup",
      location: "westeurope",
      redundancy: StorageRedundancy.geo({ crossRegionRestore: true }),
    });

    new VmBackupPolicy(this, "records", {
      vault,
      ...VmBackupPolicyPreset.dailyWeeklyMonthlyYearly7Years({ time: "22:00", timeZone: BERLIN }),
      archiveTiering: ArchiveTiering.recommended(),
    });

    new VmBackupPolicy(this, "shop", {
      vault,
      schedule: BackupSchedule.hourly({ time: "08:00", timeZone: BERLIN, window: HourlyWindow.EVERY_4_HOURS_FOR_12_HOURS }),
      dailyRetentionDays: 30,
      instantRestoreRetentionDays: 7,
      instantRestoreResourceGroup: { prefix: "rg-shop-snapshots-" },
    });
  }
}

if (require.main === module) {
  const app = new App();
  new LongTermRetentionStack(app, "long-term-retention");
  app.synth();
}
