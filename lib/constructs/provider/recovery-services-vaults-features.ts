import type { AzurermProviderFeaturesRecoveryServicesVaults } from "@cdktf/provider-azurerm/lib/provider";

/**
 * The `recovery_services_vaults` block of azurerm's features: what happens to a VM that is protected again while its deleted backups are
 * still kept by soft delete. Left out, azurerm recovers them; an empty block would say the opposite.
 * @see the guide "Features Block" in the documentation of the azurerm provider
 */
export class RecoveryServicesVaultsFeatures {
  /** The deleted backups are recovered, as without the block. */
  public static recoverSoftDeletedVms(): AzurermProviderFeaturesRecoveryServicesVaults {
    return { recoverSoftDeletedBackupProtectedVm: true };
  }

  /** The deployment fails until they are gone. */
  public static refuseSoftDeletedVms(): AzurermProviderFeaturesRecoveryServicesVaults {
    return { recoverSoftDeletedBackupProtectedVm: false };
  }

  private constructor() {}
}
