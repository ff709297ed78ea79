import { DataAzurermRecoveryServicesVault } from "@cdktf/provider-azurerm/lib/data-azurerm-recovery-services-vault";
import { Fn, type TerraformProvider } from "cdktf";
import type { Construct } from "constructs";
import { formatVaultId, parseVaultId } from "../azure/resource-id";
import { checkLocation, checkResourceGroupName } from "../private/azure-names";
import { isLiteral, problem, refuse } from "../private/problems";
import { VaultBase } from "./vault-base";
import type { VaultImmutability } from "./vault-immutability";
import { checkVaultName } from "./vault-rules";

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

/** A vault that exists already, by what is known of it. */
export class ImportedVault extends VaultBase {
  public readonly vaultId: string;
  public readonly vaultName: string;
  public readonly resourceGroupName: string;
  public readonly location?: string;
  public readonly immutability?: VaultImmutability;
  protected readonly provider?: TerraformProvider;

  constructor(scope: Construct, id: string, factory: string, attributes: RecoveryServicesVaultAttributes) {
    super(scope, id);
    const { vaultId, location } = attributes;
    const parsed = isLiteral(vaultId) ? parseVaultId(vaultId) : undefined;
    const problems = location === undefined ? [] : checkLocation("location", location);
    if (isLiteral(vaultId) && !parsed) {
      const rule = {
        allowed: "'/subscriptions/<subscription>/resourceGroups/<group>/providers/Microsoft.RecoveryServices/vaults/<name>'",
        remedy: "copy the resource id from the vault's properties",
      };
      problems.unshift(problem("vaultId", vaultId, rule));
    }
    refuse(`RecoveryServicesVault.${factory} '${this.node.path}'`, problems);

    const segments = Fn.split("/", vaultId);
    this.vaultId = parsed ? formatVaultId(parsed) : vaultId;
    this.vaultName = parsed?.vaultName ?? (Fn.element(segments, 8) as string);
    this.resourceGroupName = parsed?.resourceGroupName ?? (Fn.element(segments, 4) as string);
    this.location = location;
    this.immutability = attributes.immutability;
    this.provider = attributes.provider;
  }
}

/** A vault that exists already, looked up when Terraform plans. */
export class LookedUpVault extends VaultBase {
  public readonly vaultId: string;
  public readonly vaultName: string;
  public readonly resourceGroupName: string;
  public readonly location?: string;
  public readonly immutability?: VaultImmutability;
  protected readonly provider?: TerraformProvider;

  constructor(scope: Construct, id: string, { vaultName, resourceGroupName, provider }: RecoveryServicesVaultLookupOptions) {
    super(scope, id);
    refuse(`RecoveryServicesVault.fromLookup '${this.node.path}'`, [
      ...checkVaultName("vaultName", vaultName),
      ...checkResourceGroupName("resourceGroupName", resourceGroupName),
    ]);
    const data = new DataAzurermRecoveryServicesVault(this, "Resource", { name: vaultName, resourceGroupName, provider });
    this.vaultId = data.id;
    this.vaultName = data.name;
    this.resourceGroupName = data.resourceGroupName;
    this.location = data.location;
    this.provider = provider;
  }
}
