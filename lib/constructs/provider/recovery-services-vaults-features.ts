import type { AzurermProviderFeaturesRecoveryServicesVaults } from "@cdktf/provider-azurerm/lib/provider";

/**
 * The `recovery_services_vaults` block of azurerm's features: what happens if a VM is protected again while soft delete still keeps
 * its deleted backups. Without the block azurerm recovers them; with an empty block it does not.
 * @see the guide "Features Block" in the documentation of the azurerm provider
 */
export class RecoveryServicesVaultsFeatures {
  /** azurerm recovers the deleted backups. This is also azurerm's default. */
  public static recoverSoftDeletedVms(): AzurermProviderFeaturesRecoveryServicesVaults {
    return { recoverSoftDeletedBackupProtectedVm: true };
  }

  /** The deployment fails until Azure has removed the deleted backups. */
  public static refuseSoftDeletedVms(): AzurermProviderFeaturesRecoveryServicesVaults {
    return { recoverSoftDeletedBackupProtectedVm: false };
  }

  private constructor() {}
}
