import { DataAzurermRecoveryServicesVault } from "@cdktf/provider-azurerm/lib/data-azurerm-recovery-services-vault";
import type { RecoveryServicesVault as VaultResource } from "@cdktf/provider-azurerm/lib/recovery-services-vault";
import type { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import { type TerraformResource, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { formatVaultId, parseVaultId } from "../../azure/resource-id";
import { warnIfUnknownRegion } from "../private/azure-names";
import { idSegment } from "../private/azure-ids";
import { isChecked } from "../private/checked-props";
import { isLiteral, throwIfInvalid } from "../private/problems";
import { notDeclared } from "../private/not-declared";
import { type OptionNames, warnOfMisspelled } from "../private/option-names";
import { requireOptions } from "../private/option-types";
import { importInto } from "../private/state-block";
import { checkedProvider } from "../provider/checked-provider";
import { checkProvidersOf } from "../provider/provider-rules";
import { azapiVaultSettings } from "./azapi-vault-settings";
import type { AzurePrincipal } from "./azure-principal";
import { registerVault } from "./known-vault";
import type { IRecoveryServicesVault } from "./vault";
import { warnIfAlertsDisabled } from "./vault-alert-check";
import { VaultAlertProcessingRule, type VaultAlertProcessingRuleOptions } from "./vault-alert-processing-rule";
import { VaultDiagnosticSetting, type VaultDiagnosticSettingOptions } from "./vault-diagnostic-setting";
import { grantInitialBackup, grantRole, type InitialBackupGrantOptions, type VaultGrantOptions } from "./vault-grant";
import type { VaultImmutability } from "./vault-immutability";
import { VaultLock, type VaultLockOptions } from "./vault-lock";
import { VaultPrivateEndpoint, type VaultPrivateEndpointOptions } from "./vault-private-endpoint";
import type {
  RecoveryServicesVaultAttributes,
  RecoveryServicesVaultLookupOptions,
  RecoveryServicesVaultProps,
} from "./vault-props";
import { vaultResource } from "./vault-resource";
import { VaultResourceGuardAssociation, type VaultResourceGuardAssociationOptions } from "./vault-resource-guard-association";
import { attributeProblems, lookupProblems, VAULT_OPTIONS, vaultProblems } from "./vault-rules";
import { warnOfSettings } from "./vault-setting-checks";
import { warnIfSuspensionUnsupported } from "./vault-suspension-check";
import { checkBindings, checkVersion } from "./vault-version-checks";
import { requireUniqueName } from "./unique-names";

/** The methods of vaults that this app declares and of existing vaults. */
abstract class VaultBase extends Construct implements IRecoveryServicesVault {
  public abstract readonly vaultId: string;
  public abstract readonly vaultName: string;
  public abstract readonly resourceGroupName: string;
  public abstract readonly location?: string;
  public abstract readonly immutability?: VaultImmutability;
  public abstract readonly resource: VaultResource;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    checkProvidersOf(TerraformStack.of(this));
  }

  public grantBackupReader(id: string, principal: AzurePrincipal, options: VaultGrantOptions = {}): RoleAssignment {
    return grantRole(this, id, "Backup Reader", principal, options);
  }

  public grantBackupOperator(id: string, principal: AzurePrincipal, options: VaultGrantOptions = {}): RoleAssignment {
    return grantRole(this, id, "Backup Operator", principal, options);
  }

  public grantBackupContributor(id: string, principal: AzurePrincipal, options: VaultGrantOptions = {}): RoleAssignment {
    return grantRole(this, id, "Backup Contributor", principal, options);
  }

  public grantInitialBackup(id: string, principal: AzurePrincipal, options: InitialBackupGrantOptions = {}): RoleAssignment {
    return grantInitialBackup(this, id, principal, options);
  }

  public addLock(id: string, options: VaultLockOptions = {}): VaultLock {
    return new VaultLock(this, id, this.withVault("addLock", id, options, '{ lockName: "lock" }'));
  }

  public addResourceGuardAssociation(id: string, options: VaultResourceGuardAssociationOptions): VaultResourceGuardAssociation {
    return new VaultResourceGuardAssociation(
      this,
      id,
      this.withVault("addResourceGuardAssociation", id, options, "{ resourceGuard }"),
    );
  }

  public addPrivateEndpoint(id: string, options: VaultPrivateEndpointOptions): VaultPrivateEndpoint {
    return new VaultPrivateEndpoint(this, id, this.withVault("addPrivateEndpoint", id, options, "{ subnetId }"));
  }

  public addDiagnosticSetting(id: string, options: VaultDiagnosticSettingOptions): VaultDiagnosticSetting {
    return new VaultDiagnosticSetting(
      this,
      id,
      this.withVault("addDiagnosticSetting", id, options, "{ logAnalyticsWorkspaceId }"),
    );
  }

  public addAlertProcessingRule(id: string, options: VaultAlertProcessingRuleOptions): VaultAlertProcessingRule {
    return new VaultAlertProcessingRule(this, id, this.withVault("addAlertProcessingRule", id, options, "{ actionGroupIds }"));
  }

  /** The options of an addition to this vault, as its props. */
  private withVault<T extends object>(method: string, id: string, options: T, shape: string): T & { vault: VaultBase } {
    requireOptions(`${method} '${id}' of the vault '${this.node.path}'`, "options", options, shape);
    return { ...options, vault: this };
  }
}

/**
 * Declares a Recovery Services vault.
 *
 * The vault has `prevent_destroy`: a plan that would destroy or replace it fails. `lifecycle: { preventDestroy: false }` turns that
 * off, except for a vault with locked immutability. `prevent_destroy` does not help if the construct is removed from the code, renamed
 * or moved, because the setting is removed with it. Against that use {@link addLock}, which sets a lock in Azure,
 * `resource.moveFromId` if a construct moves, and a test with a snapshot of the stack's addresses.
 *
 * `ignore_changes` includes cross-region restore, unless `redundancy` turns it on or off, or does not allow it.
 *
 * If Azure enforces soft delete, the stack needs a newer azurerm: see {@link AzurermProviderVersion.require}. A stack that allows an
 * older version gets a warning.
 *
 * @example
 * const vault = new RecoveryServicesVault(stack, "Vault", {
 *   vaultName: "vault-app",
 *   resourceGroupName: "rg-app",
 *   location: "westeurope",
 *   redundancy: StorageRedundancy.zone(),
 *   immutability: VaultImmutability.unlocked(),
 * });
 * vault.addLock("Lock");
 *
 * @see https://learn.microsoft.com/azure/backup/backup-azure-recovery-services-vault-overview
 */
export class RecoveryServicesVault extends VaultBase {
  /**
   * Refers to an existing vault.
   * @param vaultId the vault's id
   * @throws if `vaultId` is not the id of a Recovery Services vault
   */
  public static fromVaultId(scope: Construct, id: string, vaultId: string): IRecoveryServicesVault {
    return new ImportedVault(scope, id, "fromVaultId", { vaultId });
  }

  /**
   * Refers to an existing vault with known attributes.
   * @throws if `vaultId` is not the id of a Recovery Services vault, or if `location` is invalid
   */
  public static fromVaultAttributes(
    scope: Construct,
    id: string,
    attributes: RecoveryServicesVaultAttributes,
  ): IRecoveryServicesVault {
    return new ImportedVault(scope, id, "fromVaultAttributes", attributes);
  }

  /**
   * Refers to an existing vault by a data source: Terraform looks it up in the plan, which fails if the vault does not exist. The
   * vault's region is then available, its immutability is not.
   * @throws if a name is invalid
   */
  public static fromLookup(scope: Construct, id: string, options: RecoveryServicesVaultLookupOptions): IRecoveryServicesVault {
    return new LookedUpVault(scope, id, options);
  }

  public readonly vaultId: string;
  public readonly vaultName: string;
  public readonly resourceGroupName: string;
  public readonly location?: string;
  public readonly immutability?: VaultImmutability;

  /** The resource of azurerm, for settings that this construct does not offer. */
  public readonly resource: VaultResource;

  /** The `azapi_update_resource` with the settings that azurerm has no argument for; undefined if none of them is set. */
  public readonly azapiResource?: TerraformResource;

  constructor(scope: Construct, id: string, props: RecoveryServicesVaultProps) {
    super(scope, id);
    if (!isChecked(props)) {
      const subject = `RecoveryServicesVault '${this.node.path}'`;
      requireOptions(subject, "props", props, "{ vaultName, resourceGroupName, location }");
      throwIfInvalid(subject, vaultProblems(props));
    }

    warnOfMisspelled(this, props, VAULT_OPTIONS);
    this.resource = vaultResource(this, props);
    this.vaultId = this.resource.id;
    this.vaultName = this.resource.name;
    this.resourceGroupName = this.resource.resourceGroupName;
    this.location = props.location;
    this.immutability = props.immutability;
    warnIfUnknownRegion(this, "location", props.location);
    const { vaultName, resourceGroupName, provider } = props;
    registerVault(this, { isDeclared: true, provider, vaultName, resourceGroupName });
    const { softDeleteRetentionDays, crossSubscriptionRestore } = props;
    if (softDeleteRetentionDays !== undefined || crossSubscriptionRestore !== undefined) {
      this.azapiResource = azapiVaultSettings(this, props);
    }
    const place = { kind: "resource group", resourceGroupName } as const;
    requireUniqueName({ construct: this, resource: this.resource, prop: "vaultName", name: vaultName, place });
    this.node.addValidation({
      validate: () => {
        warnIfSuspensionUnsupported(this);
        warnIfAlertsDisabled(this);
        warnOfSettings(this);
        return [...checkBindings(this, props.softDeleteEnabled), ...checkVersion(this)];
      },
    });
  }

  /**
   * Imports an existing vault at the next deployment, instead of creating one. It requires Terraform 1.5 or newer. The call may stay in
   * the code.
   * @param vaultId the vault's id
   * @throws if `vaultId` is not the id of a Recovery Services vault
   */
  public importVault(vaultId: string): void {
    throwIfInvalid(`RecoveryServicesVault '${this.node.path}', importVault`, attributeProblems({ vaultId }));
    const parsed = isLiteral(vaultId) ? parseVaultId(vaultId) : undefined;
    importInto(this, this.resource, parsed ? formatVaultId(parsed) : vaultId);
  }
}

const ATTRIBUTES: OptionNames<RecoveryServicesVaultAttributes> = {
  vaultId: true,
  location: true,
  immutability: true,
  provider: true,
};

const LOOKUP: OptionNames<RecoveryServicesVaultLookupOptions> = { vaultName: true, resourceGroupName: true, provider: true };

/** An existing vault with known attributes. */
class ImportedVault extends VaultBase {
  public readonly vaultId: string;
  public readonly vaultName: string;
  public readonly resourceGroupName: string;
  public readonly location?: string;
  public readonly immutability?: VaultImmutability;

  constructor(scope: Construct, id: string, factory: string, attributes: RecoveryServicesVaultAttributes) {
    super(scope, id);
    const subject = `RecoveryServicesVault.${factory} '${this.node.path}'`;
    requireOptions(subject, "attributes", attributes, "{ vaultId }");
    throwIfInvalid(subject, attributeProblems(attributes));
    warnOfMisspelled(this, attributes, ATTRIBUTES);
    const { vaultId, location } = attributes;

    const parsed = isLiteral(vaultId) ? parseVaultId(vaultId) : undefined;
    this.vaultId = parsed ? formatVaultId(parsed) : vaultId;
    this.vaultName = parsed?.vaultName ?? idSegment(vaultId, 8);
    this.resourceGroupName = parsed?.resourceGroupName ?? idSegment(vaultId, 4);
    this.location = location;
    this.immutability = attributes.immutability;
    warnIfUnknownRegion(this, "location", location);
    const { vaultName, resourceGroupName } = this;
    registerVault(this, {
      isDeclared: false,
      provider: checkedProvider(this, attributes.provider),
      vaultName,
      resourceGroupName,
    });
  }
  public get resource(): VaultResource {
    throw notDeclared(this, "RecoveryServicesVault");
  }
}

/** An existing vault that Terraform looks up in the plan. */
class LookedUpVault extends VaultBase {
  public readonly vaultId: string;
  public readonly vaultName: string;
  public readonly resourceGroupName: string;
  public readonly location?: string;
  public readonly immutability?: VaultImmutability;

  constructor(scope: Construct, id: string, options: RecoveryServicesVaultLookupOptions) {
    super(scope, id);
    const subject = `RecoveryServicesVault.fromLookup '${this.node.path}'`;
    requireOptions(subject, "options", options, "{ vaultName, resourceGroupName }");
    throwIfInvalid(subject, lookupProblems(options));
    warnOfMisspelled(this, options, LOOKUP);

    const { vaultName, resourceGroupName, provider } = options;
    const data = new DataAzurermRecoveryServicesVault(this, "Resource", {
      name: vaultName,
      resourceGroupName,
      provider: checkedProvider(this, provider),
    });
    this.vaultId = data.id;
    this.vaultName = data.name;
    this.resourceGroupName = data.resourceGroupName;
    this.location = data.location;
    registerVault(this, { isDeclared: false, provider, vaultName, resourceGroupName });
  }
  public get resource(): VaultResource {
    throw notDeclared(this, "RecoveryServicesVault");
  }
}
