import type { InitialBackupRunOptions } from "../initial-backup/initial-backup-options";
import type { RecoveryPointRetention } from "../initial-backup/recovery-point-retention";
import type { VmBackupPolicyOptions } from "../policy/policy-options";
import type { RemovalPolicy } from "../protection/removal-policy";
import type { StorageRedundancy } from "../vault/storage-redundancy";
import type { VaultImmutability } from "../vault/vault-immutability";
import type { VaultMonitoring } from "../vault/vault-props";
import type { VmInventory } from "./vm-inventory";

/** What a tier of a fleet stands for. */
export interface FleetTier {
  /**
   * The schedule and the retention. The policy of a slot starts `minutesBetweenSlots` after that of the slot before. `provider` and
   * `dependsOn` must be left out, since each stack has its own.
   */
  readonly policy: VmBackupPolicyOptions;

  /** How long the recovery point of each VM's initial backup is kept. */
  readonly initialBackup: RecoveryPointRetention;
}

/** The settings of every vault of a fleet. */
export interface FleetVaultOptions {
  /**
   * How Azure replicates the backups; see {@link RecoveryServicesVaultProps.redundancy}.
   * @default - azurerm's default: geo-redundant without cross-region restore
   */
  readonly redundancy?: StorageRedundancy;

  /**
   * Whether backups can be deleted before they expire.
   * @default - Azure's default
   */
  readonly immutability?: VaultImmutability;

  /**
   * The alerts that Azure raises.
   * @default - azurerm's default: all on
   */
  readonly monitoring?: VaultMonitoring;

  /**
   * Whether the vaults can be reached from public networks.
   * @default - azurerm's default: true
   */
  readonly publicNetworkAccessEnabled?: boolean;

  /**
   * Tags of the vaults and of their resource groups.
   * @default - no tags
   */
  readonly tags?: { [name: string]: string };
}

/** How the initial backups of a fleet run: one run for each vault. */
export interface FleetInitialBackupOptions extends InitialBackupRunOptions {
  /**
   * Whether each deployment takes the initial backups. If not, run `azure-vm-backup backup-now` in a pipeline.
   * @default true
   */
  readonly runInDeployment?: boolean;
}

/** Properties of {@link VmBackupFleet}. */
export interface VmBackupFleetProps {
  /** The VMs. */
  readonly inventory: VmInventory;

  /**
   * The path of the file that remembers where each VM is backed up. `azure-vm-backup fleet assign` writes it; it belongs into version
   * control.
   */
  readonly assignmentFile: string;

  /** The tiers by name: 1 to 50 letters, digits and '-', starting with a letter; at least one. */
  readonly tiers: { [name: string]: FleetTier };

  /**
   * The name of the tag whose value is the tier of a VM.
   * @default backup-tier
   */
  readonly tierTag?: string;

  /**
   * The tier of VMs without the tag.
   * @default - such a VM is an error
   */
  readonly defaultTier?: string;

  /**
   * The regions that have vaults. A VM in another region is an error.
   * @default - every region of the inventory
   */
  readonly locations?: string[];

  /**
   * The subscription that holds the vaults of VMs of all subscriptions (cross-subscription backup; see
   * {@link ProtectedVmsOptions.crossSubscriptionBackup} for what is not known of it). VMs that were assigned before stay in their vaults.
   * @default - a VM is backed up in its own subscription
   */
  readonly centralVaultSubscriptionId?: string;

  /**
   * The number of policies that a tier may have in a vault, one for each time slot: 1 to 48.
   * @default 10
   */
  readonly slots?: number;

  /**
   * Minutes between the starts of two slots: a multiple of 30. All slots together must fit into a day; those of a weekly schedule must end
   * before midnight.
   * @default 30
   */
  readonly minutesBetweenSlots?: number;

  /**
   * The start of the names of the vaults, which go on with the region and a number.
   * @default vault
   */
  readonly vaultNamePrefix?: string;

  /**
   * The start of the name of each stack's resource group, which goes on with the region.
   * @default rg-backup
   */
  readonly resourceGroupNamePrefix?: string;

  /**
   * Whether each stack declares its resource group. If not, it must exist.
   * @default true
   */
  readonly declareResourceGroups?: boolean;

  /**
   * The settings of the vaults.
   * @default - azurerm's defaults
   */
  readonly vault?: FleetVaultOptions;

  /**
   * What happens to the backups of a VM that leaves the fleet.
   * @default RemovalPolicy.REFUSE
   */
  readonly removal?: RemovalPolicy;

  /**
   * How the initial backups run.
   * @default - in each deployment, with the defaults of {@link InitialBackup}
   */
  readonly initialBackup?: FleetInitialBackupOptions;
}
