import { checkFlags, requireOptions } from "../private/option-types";
import { throwIfInvalid } from "../private/problems";
import type { AzurermProviderFeaturesRecoveryService } from "@cdktf/provider-azurerm/lib/provider";
import { type OptionNames, throwIfMisspelled } from "../private/option-names";

/** Options of {@link RecoveryServiceFeatures}. */
export interface RecoveryServiceFeaturesOptions {
  /**
   * Whether azurerm deletes the protected items of a vault before it destroys the vault. With soft delete the backups are only
   * marked as deleted, and the vault stays. For an immutable vault Azure refuses.
   * @default - azurerm's default: it deletes no items, and fails to destroy a vault with items
   */
  readonly purgeProtectedItemsFromVaultOnDestroy?: boolean;
}

const OPTIONS: OptionNames<RecoveryServiceFeaturesOptions> = { purgeProtectedItemsFromVaultOnDestroy: true };

/**
 * The `recovery_service` block of azurerm's features: what happens to a VM's backups when Terraform destroys its protection. It
 * applies to every VM of the provider. Use a second provider with an alias for VMs that need another setting.
 *
 * The block has a rule that its schema does not show: exactly one of two arguments must be present, with any value. Each factory
 * writes one of them. Pass the result to the provider: `new AzurermProvider(this, "azurerm", { features: [{ recoveryService:
 * [RecoveryServiceFeatures.retainData()] }] })`.
 *
 * @see the guide "Features Block" in the documentation of the azurerm provider
 */
export class RecoveryServiceFeatures {
  /** Azure deletes the backups with the protection. This is also azurerm's default. */
  public static deleteData(options: RecoveryServiceFeaturesOptions = {}): AzurermProviderFeaturesRecoveryService {
    return { ...checked("deleteData", options), vmBackupStopProtectionAndRetainDataOnDestroy: false };
  }

  /**
   * Protection stops. Azure keeps the backups without an end, and charges for them. To protect the VM again later, import its item
   * first, because the item still exists.
   */
  public static retainData(options: RecoveryServiceFeaturesOptions = {}): AzurermProviderFeaturesRecoveryService {
    return { ...checked("retainData", options), vmBackupStopProtectionAndRetainDataOnDestroy: true };
  }

  /**
   * New backups stop, and existing backups expire by the policy. Only an immutable vault, locked or not, supports it; any other vault
   * refuses the destruction of the protection.
   */
  public static suspendBackups(options: RecoveryServiceFeaturesOptions = {}): AzurermProviderFeaturesRecoveryService {
    return { ...checked("suspendBackups", options), vmBackupSuspendProtectionAndRetainDataOnDestroy: true };
  }

  private constructor() {}
}

function checked(factory: string, options: RecoveryServiceFeaturesOptions): RecoveryServiceFeaturesOptions {
  const subject = `RecoveryServiceFeatures.${factory}`;
  requireOptions(subject, "options", options, "{ purgeProtectedItemsFromVaultOnDestroy: true }");
  throwIfMisspelled(subject, options, OPTIONS);
  throwIfInvalid(subject, checkFlags(options, "purgeProtectedItemsFromVaultOnDestroy"));
  return options;
}
