import { RecoveryServicesVault as VaultResource } from "@cdktf/provider-azurerm/lib/recovery-services-vault";
import { Fn } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { formatVaultId, parseVaultId } from "../azure/resource-id";
import { checkLocation, checkResourceGroupName, checkTags } from "../private/azure-names";
import { checkText, isLiteral, problem, refuse } from "../private/problems";
import type { AzurermResourceOptions } from "../provider/azurerm-resource-options";
import type { StorageRedundancy } from "./storage-redundancy";

/** A Recovery Services vault, whether this app declares it or it exists already. */
export interface IRecoveryServicesVault extends IConstruct {
  /** The vault's id. */
  readonly vaultId: string;
  /** The vault's name. */
  readonly vaultName: string;
  /** The name of the resource group that holds the vault. */
  readonly resourceGroupName: string;
}

/** The tier of a vault. */
export enum VaultSku {
  /** The Standard tier. */
  STANDARD = "Standard",
  /** The tier that azurerm calls RS0. */
  RS0 = "RS0",
}

/** Properties of {@link RecoveryServicesVault}. */
export interface RecoveryServicesVaultProps extends AzurermResourceOptions {
  /**
   * The vault's name: 2 to 50 letters, digits and '-', starting with a letter. A change replaces the vault.
   */
  readonly vaultName: string;

  /** The name of the resource group that holds the vault. A change replaces the vault. */
  readonly resourceGroupName: string;

  /** The vault's region, which is also that of every VM it protects. A change replaces the vault. */
  readonly location: string;

  /**
   * The vault's tier.
   * @default VaultSku.STANDARD
   */
  readonly sku?: VaultSku;

  /**
   * How Azure replicates the backups; fixed once the first VM is protected.
   * @default - left to azurerm, which makes it geo-redundant without cross-region restore
   */
  readonly redundancy?: StorageRedundancy;

  /**
   * Tags of the vault: at most 50, each name at most 512 characters, each value at most 256.
   * @default - no tags
   */
  readonly tags?: { [name: string]: string };
}

/**
 * Declares a Recovery Services vault.
 *
 * The vault has `prevent_destroy`, so that a plan which would destroy or replace it fails; `lifecycle: { preventDestroy: false }`
 * lifts that. It cannot help where the construct is removed from the code, renamed or moved, since the setting goes with it.
 *
 * Soft delete is never set, because Azure decides it; see {@link AzurermProviderVersion.require} for the version of azurerm
 * that knows.
 *
 * @see https://learn.microsoft.com/azure/backup/backup-azure-recovery-services-vault-overview
 */
export class RecoveryServicesVault extends Construct implements IRecoveryServicesVault {
  /**
   * Refers to a vault that exists already.
   * @param vaultId the vault's id
   * @throws where the id is not that of a Recovery Services vault
   */
  public static fromVaultId(scope: Construct, id: string, vaultId: string): IRecoveryServicesVault {
    return new ImportedVault(scope, id, vaultId);
  }

  public readonly vaultId: string;
  public readonly vaultName: string;
  public readonly resourceGroupName: string;

  /** The resource of azurerm, for whatever this construct does not offer. */
  public readonly resource: VaultResource;

  constructor(scope: Construct, id: string, props: RecoveryServicesVaultProps) {
    super(scope, id);
    refuse(`RecoveryServicesVault '${this.node.path}'`, vaultProblems(props));

    this.resource = new VaultResource(this, "Resource", {
      name: props.vaultName,
      resourceGroupName: props.resourceGroupName,
      location: props.location,
      sku: props.sku ?? VaultSku.STANDARD,
      storageModeType: props.redundancy?._storageModeType,
      crossRegionRestoreEnabled: props.redundancy?._crossRegionRestore,
      tags: props.tags,
      provider: props.provider,
      dependsOn: props.dependsOn,
      lifecycle: { preventDestroy: true, ...props.lifecycle },
    });
    this.vaultId = this.resource.id;
    this.vaultName = this.resource.name;
    this.resourceGroupName = this.resource.resourceGroupName;
  }
}

class ImportedVault extends Construct implements IRecoveryServicesVault {
  public readonly vaultId: string;
  public readonly vaultName: string;
  public readonly resourceGroupName: string;

  constructor(scope: Construct, id: string, vaultId: string) {
    super(scope, id);
    if (!isLiteral(vaultId)) {
      const segments = Fn.split("/", vaultId);
      this.vaultId = vaultId;
      this.vaultName = Fn.element(segments, 8) as string;
      this.resourceGroupName = Fn.element(segments, 4) as string;
      return;
    }
    const parsed = parseVaultId(vaultId);
    if (!parsed) {
      const rule = {
        allowed: "'/subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.RecoveryServices/vaults/<name>'",
        remedy: "copy the resource id from the vault's properties",
      };
      throw new Error(`RecoveryServicesVault.fromVaultId '${this.node.path}': ${problem("vaultId", vaultId, rule)}`);
    }
    this.vaultId = formatVaultId(parsed);
    this.vaultName = parsed.vaultName;
    this.resourceGroupName = parsed.resourceGroupName;
  }
}

const NAME = /^[a-zA-Z][-a-zA-Z0-9]{1,49}$/;

/** What is wrong with the props of a vault. */
export function vaultProblems(props: RecoveryServicesVaultProps): string[] {
  return [
    ...checkText("vaultName", props.vaultName, NAME, {
      allowed: "2 to 50 letters, digits and '-', starting with a letter",
      remedy: "rename the vault",
    }),
    ...checkResourceGroupName("resourceGroupName", props.resourceGroupName),
    ...checkLocation("location", props.location),
    ...checkTags("tags", props.tags),
  ];
}
