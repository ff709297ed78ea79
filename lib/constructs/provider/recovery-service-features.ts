import type { AzurermProviderFeaturesRecoveryService } from "@cdktf/provider-azurerm/lib/provider";

/** Options of {@link RecoveryServiceFeatures}. */
export interface RecoveryServiceFeaturesOptions {
  /**
   * Whether azurerm, when it destroys a vault, deletes whatever the vault still protects first. With soft delete the backups are only
   * marked as deleted, and the vault stays; on an immutable vault Azure refuses.
   * @default - left to azurerm, which deletes nothing and fails to destroy such a vault
   */
  readonly purgeProtectedItemsFromVaultOnDestroy?: boolean;
}

/**
 * The `recovery_service` block of azurerm's features: what happens to a VM's backups when Terraform destroys its protection. It holds
 * for every VM of the provider; a second provider with an alias does it otherwise for some.
 *
 * The block has a rule that its schema does not show: exactly one of two arguments must be written, whatever its value. Each factory
 * here writes one. Hand it to the provider: `new AzurermProvider(this, "azurerm", { features: [{ recoveryService:
 * [RecoveryServiceFeatures.retainData()] }] })`.
 *
 * @see the guide "Features Block" in the documentation of the azurerm provider
 */
export class RecoveryServiceFeatures {
  /** The backups are deleted with the protection, as without the block. */
  public static deleteData(options: RecoveryServiceFeaturesOptions = {}): AzurermProviderFeaturesRecoveryService {
    return { ...options, vmBackupStopProtectionAndRetainDataOnDestroy: false };
  }

  /**
   * Protection stops and the backups stay for good, at their cost. A VM that is protected again later has to be imported first, because
   * azurerm finds the item that is still there.
   */
  public static retainData(options: RecoveryServiceFeaturesOptions = {}): AzurermProviderFeaturesRecoveryService {
    return { ...options, vmBackupStopProtectionAndRetainDataOnDestroy: true };
  }

  /**
   * Backups are suspended, and those there are expire as the policy says. Only an immutable vault, locked or not, can do that; any other
   * refuses when the protection is destroyed.
   */
  public static suspendBackups(options: RecoveryServiceFeaturesOptions = {}): AzurermProviderFeaturesRecoveryService {
    return { ...options, vmBackupSuspendProtectionAndRetainDataOnDestroy: true };
  }

  private constructor() {}
}
