import type { RecoveryServicesVaultTimeouts } from "@cdktf/provider-azurerm/lib/recovery-services-vault";
import type { TerraformProvider } from "cdktf";
import type { AzurermResourceOptions } from "../provider/azurerm-resource-options";
import type { CrossSubscriptionRestoreState } from "./cross-subscription-restore-state";
import type { StorageRedundancy } from "./storage-redundancy";
import type { VaultEncryption } from "./vault-encryption";
import type { VaultIdentity } from "./vault-identity";
import type { VaultImmutability } from "./vault-immutability";

/** The tier of a vault. */
export enum VaultSku {
  /** The Standard tier. */
  STANDARD = "Standard",
  /** The tier that azurerm calls RS0. */
  RS0 = "RS0",
}

/** The alerts that Azure raises for a vault. Do not remove a setting again: azurerm sends no change if it is left out. */
export interface VaultMonitoring {
  /**
   * Whether Azure Monitor raises an alert for each failed job.
   * @default - azurerm's default: true
   */
  readonly alertsForAllJobFailuresEnabled?: boolean;

  /**
   * Whether the vault raises classic alerts for critical operations, such as the end of a protection. Azure retired classic alerts on
   * 2026-03-31 and still accepts the setting. Azure Monitor's built-in alerts replace them: the alerts of `alertsForAllJobFailuresEnabled`,
   * and security alerts, which are always on. {@link IRecoveryServicesVault.addAlertProcessingRule} notifies of both.
   * @default - azurerm's default: true
   */
  readonly alertsForCriticalOperationFailuresEnabled?: boolean;
}

/** Properties of {@link RecoveryServicesVault}. */
export interface RecoveryServicesVaultProps extends AzurermResourceOptions {
  /** The vault's name: 2 to 50 letters, digits and '-', starting with a letter. A change replaces the vault. */
  readonly vaultName: string;

  /** The name of the resource group that holds the vault. A change replaces the vault. */
  readonly resourceGroupName: string;

  /** The vault's region. A vault protects only VMs in its region. A change replaces the vault. */
  readonly location: string;

  /**
   * The vault's tier. It cannot change after the vault has got a customer-managed key.
   * @default VaultSku.STANDARD
   */
  readonly sku?: VaultSku;

  /**
   * How Azure replicates the backups. It cannot change after the vault has protected its first VM.
   * @default - azurerm's default: geo-redundant without cross-region restore
   */
  readonly redundancy?: StorageRedundancy;

  /**
   * Whether backups can be deleted before they expire.
   * @default - Azure's default: a new vault has no immutability, an existing vault keeps its setting
   */
  readonly immutability?: VaultImmutability;

  /**
   * Whether soft delete keeps deleted backups for a while. Leave it out: Azure enforces soft delete for most vaults now, azurerm 4.64
   * deprecates the argument, and azurerm 5 has no such argument.
   * @default - Azure's default
   */
  readonly softDeleteEnabled?: boolean;

  /**
   * How long deleted backups can be recovered, in days: a whole number from 14 to 180. The last 14 of them are free. azurerm has no
   * argument for it. `azapi_update_resource` sets it, so the stack needs the provider azapi (version 2) without an alias. If it is left
   * out again, Azure keeps the setting.
   * @default - Azure's default: 14 days
   * @see https://learn.microsoft.com/azure/backup/secure-by-default
   */
  readonly softDeleteRetentionDays?: number;

  /**
   * Whether backups can be restored into another subscription. azurerm has no argument for it. `azapi_update_resource` sets it, so the
   * stack needs the provider azapi (version 2) without an alias. If it is left out again, Azure keeps the setting.
   * @default - Azure's default: enabled
   */
  readonly crossSubscriptionRestore?: CrossSubscriptionRestoreState;

  /**
   * Whether the vault can be reached from public networks.
   * @default - azurerm's default: true
   */
  readonly publicNetworkAccessEnabled?: boolean;

  /**
   * The vault's managed identities.
   * @default - with `encryption`, the identity that reads the key; else none
   */
  readonly identity?: VaultIdentity;

  /**
   * The customer-managed key that encrypts the backups.
   * @default - Microsoft-managed keys
   */
  readonly encryption?: VaultEncryption;

  /**
   * The alerts that Azure raises for the vault.
   * @default - azurerm's default: all on
   */
  readonly monitoring?: VaultMonitoring;

  /**
   * Whether Site Recovery can replicate VMware machines with its classic experience. A change replaces the vault.
   * @default - Azure's default
   */
  readonly classicVmwareReplicationEnabled?: boolean;

  /**
   * Tags of the vault: at most 50, each name at most 512 characters, each value at most 256.
   * @default - no tags
   */
  readonly tags?: { [name: string]: string };

  /**
   * How long Terraform waits for each operation, such as `{ create: "3h" }`.
   * @default - azurerm's: 120 minutes to create, 60 to update, 30 to delete, 5 to read
   */
  readonly timeouts?: RecoveryServicesVaultTimeouts;
}

/** Attributes for {@link RecoveryServicesVault.fromVaultAttributes}. */
export interface RecoveryServicesVaultAttributes {
  /** The vault's id. */
  readonly vaultId: string;

  /**
   * The vault's region. If it is given, VMs are checked to be in the same region.
   * @default - unknown: checks that need it are skipped
   */
  readonly location?: string;

  /**
   * The vault's immutability.
   * @default - unknown: checks that need it are skipped
   */
  readonly immutability?: VaultImmutability;

  /**
   * The azurerm provider of the resources that are added to the vault. It must be for the vault's subscription.
   * @default - the stack's azurerm provider without an alias
   */
  readonly provider?: TerraformProvider;
}

/** Options of {@link RecoveryServicesVault.fromLookup}. */
export interface RecoveryServicesVaultLookupOptions {
  /** The vault's name. */
  readonly vaultName: string;

  /** The name of the resource group that holds the vault. */
  readonly resourceGroupName: string;

  /**
   * The azurerm provider that looks the vault up, and that manages the resources added to the vault.
   * @default - the stack's azurerm provider without an alias
   */
  readonly provider?: TerraformProvider;
}
