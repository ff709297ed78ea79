import {
  RecoveryServicesVault as VaultResource,
  type RecoveryServicesVaultTimeouts,
} from "@cdktf/provider-azurerm/lib/recovery-services-vault";
import type { TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { refuse } from "../private/problems";
import type { AzurermResourceOptions } from "../provider/azurerm-resource-options";
import {
  ImportedVault,
  LookedUpVault,
  type RecoveryServicesVaultAttributes,
  type RecoveryServicesVaultLookupOptions,
} from "./imported-vault";
import type { StorageRedundancy } from "./storage-redundancy";
import type { IRecoveryServicesVault } from "./vault";
import { VaultBase } from "./vault-base";
import type { VaultEncryption } from "./vault-encryption";
import type { VaultIdentity } from "./vault-identity";
import type { VaultImmutability } from "./vault-immutability";
import { vaultProblems } from "./vault-rules";
import { checkVersion } from "./vault-version-checks";

export type { IRecoveryServicesVault } from "./vault";
export { vaultProblems } from "./vault-rules";

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
   * @default - the identity that reads the key where there is `encryption`; none otherwise
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

/**
 * Declares a Recovery Services vault.
 *
 * The vault has `prevent_destroy`, so that a plan which would destroy or replace it fails; `lifecycle: { preventDestroy: false }`
 * lifts that, except for a vault that is locked. It cannot help where the construct is removed from the code, renamed or moved, since
 * the setting goes with it. What does: the lock of {@link addLock}, which holds in Azure; `resource.moveFromId`, where a construct
 * moves; and a snapshot of the stack's addresses among its tests.
 *
 * See {@link AzurermProviderVersion.require} for the version of azurerm that knows of soft delete which is always on; a stack that allows
 * an older one gets a warning.
 *
 * @see https://learn.microsoft.com/azure/backup/backup-azure-recovery-services-vault-overview
 */
export class RecoveryServicesVault extends VaultBase {
  /**
   * Refers to a vault that exists already.
   * @param vaultId the vault's id
   * @throws where the id is not that of a Recovery Services vault
   */
  public static fromVaultId(scope: Construct, id: string, vaultId: string): IRecoveryServicesVault {
    return new ImportedVault(scope, id, "fromVaultId", { vaultId });
  }

  /**
   * Refers to a vault that exists already, and says what is known of it.
   * @throws where the id is not that of a Recovery Services vault, or the location is empty
   */
  public static fromVaultAttributes(
    scope: Construct,
    id: string,
    attributes: RecoveryServicesVaultAttributes,
  ): IRecoveryServicesVault {
    return new ImportedVault(scope, id, "fromVaultAttributes", attributes);
  }

  /**
   * Looks up a vault that exists already, when Terraform plans; a plan fails where there is none. Of its settings the region is known
   * from then on, the immutability is not.
   * @throws where a name is not well formed
   */
  public static fromLookup(scope: Construct, id: string, options: RecoveryServicesVaultLookupOptions): IRecoveryServicesVault {
    return new LookedUpVault(scope, id, options);
  }

  public readonly vaultId: string;
  public readonly vaultName: string;
  public readonly resourceGroupName: string;
  public readonly location?: string;
  public readonly immutability?: VaultImmutability;
  protected readonly provider?: TerraformProvider;

  /** The resource of azurerm, for whatever this construct does not offer. */
  public readonly resource: VaultResource;

  constructor(scope: Construct, id: string, props: RecoveryServicesVaultProps) {
    super(scope, id);
    refuse(`RecoveryServicesVault '${this.node.path}'`, vaultProblems(props));

    const { redundancy, encryption } = props;
    const identity = props.identity ?? encryption?._identity;
    this.resource = new VaultResource(this, "Resource", {
      name: props.vaultName,
      resourceGroupName: props.resourceGroupName,
      location: props.location,
      sku: props.sku ?? VaultSku.STANDARD,
      storageModeType: redundancy?._storageModeType,
      crossRegionRestoreEnabled: redundancy?._crossRegionRestore,
      immutability: props.immutability?._state,
      softDeleteEnabled: props.softDeleteEnabled,
      publicNetworkAccessEnabled: props.publicNetworkAccessEnabled,
      identity: identity && { type: identity._type, identityIds: identity._identityIds },
      encryption: encryption?._block,
      monitoring: props.monitoring,
      classicVmwareReplicationEnabled: props.classicVmwareReplicationEnabled,
      tags: props.tags,
      timeouts: props.timeouts,
      provider: props.provider,
      dependsOn: props.dependsOn,
      lifecycle: { preventDestroy: true, ...props.lifecycle },
    });
    this.vaultId = this.resource.id;
    this.vaultName = this.resource.name;
    this.resourceGroupName = this.resource.resourceGroupName;
    this.location = props.location;
    this.immutability = props.immutability;
    this.provider = props.provider;
    this.node.addValidation({ validate: () => checkVersion(this) });
  }
}
