import type { RecoveryServicesVaultTimeouts } from "@cdktf/provider-azurerm/lib/recovery-services-vault";
import type { TerraformProvider } from "cdktf";
import type { AzurermResourceOptions } from "../provider/azurerm-resource-options";
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

/** The alerts that Azure raises by itself for a vault. Once they were set, keep them: azurerm sends nothing when they are left out. */
export interface VaultMonitoring {
  /**
   * Whether Azure Monitor raises an alert for each failed job.
   * @default - left to azurerm, which turns it on
   */
  readonly alertsForAllJobFailuresEnabled?: boolean;

  /**
   * Whether the vault raises classic alerts for critical operations, such as the end of a protection.
   * @default - left to azurerm, which turns it on
   */
  readonly alertsForCriticalOperationFailuresEnabled?: boolean;
}

/** Properties of {@link RecoveryServicesVault}. */
export interface RecoveryServicesVaultProps extends AzurermResourceOptions {
  /** The vault's name: 2 to 50 letters, digits and '-', starting with a letter. A change replaces the vault. */
  readonly vaultName: string;

  /** The name of the resource group that holds the vault. A change replaces the vault. */
  readonly resourceGroupName: string;

  /** The vault's region, which is also that of every VM it protects. A change replaces the vault. */
  readonly location: string;

  /**
   * The vault's tier. It cannot change once a key of your own encrypts the vault.
   * @default VaultSku.STANDARD
   */
  readonly sku?: VaultSku;

  /**
   * How Azure replicates the backups; fixed once the first VM is protected.
   * @default - left to azurerm, which makes it geo-redundant without cross-region restore
   */
  readonly redundancy?: StorageRedundancy;

  /**
   * Whether backups can be deleted before they expire.
   * @default - left to Azure, which leaves a new vault without immutability; an existing one keeps what it has
   */
  readonly immutability?: VaultImmutability;

  /**
   * Whether deleted backups are kept for a while. Azure decides it for most vaults now, so it is best left out: azurerm 4.64 deprecates
   * it, and azurerm 5 has no such argument.
   * @default - left to Azure
   */
  readonly softDeleteEnabled?: boolean;

  /**
   * Whether the vault can be reached from public networks.
   * @default - left to azurerm, which allows it
   */
  readonly publicNetworkAccessEnabled?: boolean;

  /**
   * The vault's managed identities.
   * @default - the identity that reads the key if there is `encryption`; none otherwise
   */
  readonly identity?: VaultIdentity;

  /**
   * The key of your own that encrypts the backups.
   * @default - keys of Microsoft's
   */
  readonly encryption?: VaultEncryption;

  /**
   * The alerts that Azure raises by itself.
   * @default - left to azurerm, which turns them all on
   */
  readonly monitoring?: VaultMonitoring;

  /**
   * Whether VMware machines can be replicated by the classic experience of Site Recovery. A change replaces the vault.
   * @default - left to Azure
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

/** What {@link RecoveryServicesVault.fromVaultAttributes} refers to. */
export interface RecoveryServicesVaultAttributes {
  /** The vault's id. */
  readonly vaultId: string;

  /**
   * The vault's region: VMs are then checked to be in the same one.
   * @default - not known, and nothing that depends on it is checked
   */
  readonly location?: string;

  /**
   * The vault's immutability.
   * @default - not known, and nothing that depends on it is checked
   */
  readonly immutability?: VaultImmutability;

  /**
   * The azurerm provider of what is added to the vault, which has to be one for the vault's subscription.
   * @default - the stack's azurerm provider that has no alias
   */
  readonly provider?: TerraformProvider;
}

/** What {@link RecoveryServicesVault.fromLookup} looks for. */
export interface RecoveryServicesVaultLookupOptions {
  /** The vault's name. */
  readonly vaultName: string;

  /** The name of the resource group that holds the vault. */
  readonly resourceGroupName: string;

  /**
   * The azurerm provider that looks the vault up, and that of what is added to it.
   * @default - the stack's azurerm provider that has no alias
   */
  readonly provider?: TerraformProvider;
}
