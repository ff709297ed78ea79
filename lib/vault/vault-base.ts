import type { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import type { AzurePrincipal } from "./azure-principal";
import type { IRecoveryServicesVault } from "./vault";
import { VaultAlertProcessingRule, type VaultAlertProcessingRuleOptions } from "./vault-alert-processing-rule";
import { VaultDiagnosticSetting, type VaultDiagnosticSettingOptions } from "./vault-diagnostic-setting";
import { grantInitialBackup, grantRole, type InitialBackupGrantOptions, type VaultGrantOptions } from "./vault-grant";
import type { VaultImmutability } from "./vault-immutability";
import { VaultLock, type VaultLockOptions } from "./vault-lock";
import { VaultPrivateEndpoint, type VaultPrivateEndpointOptions } from "./vault-private-endpoint";
import { VaultResourceGuardAssociation, type VaultResourceGuardAssociationOptions } from "./vault-resource-guard-association";

/** What a vault can do for its users, whether this app declares it or it exists already. */
export abstract class VaultBase extends Construct implements IRecoveryServicesVault {
  public abstract readonly vaultId: string;
  public abstract readonly vaultName: string;
  public abstract readonly resourceGroupName: string;
  public abstract readonly location?: string;
  public abstract readonly immutability?: VaultImmutability;

  /** The provider of what is added to the vault. */
  protected abstract readonly provider?: TerraformProvider;

  public grantBackupReader(id: string, principal: AzurePrincipal, options: VaultGrantOptions = {}): RoleAssignment {
    return grantRole(this, id, "Backup Reader", principal, this.withProvider(options));
  }

  public grantBackupOperator(id: string, principal: AzurePrincipal, options: VaultGrantOptions = {}): RoleAssignment {
    return grantRole(this, id, "Backup Operator", principal, this.withProvider(options));
  }

  public grantBackupContributor(id: string, principal: AzurePrincipal, options: VaultGrantOptions = {}): RoleAssignment {
    return grantRole(this, id, "Backup Contributor", principal, this.withProvider(options));
  }

  public grantInitialBackup(id: string, principal: AzurePrincipal, options: InitialBackupGrantOptions = {}): RoleAssignment {
    return grantInitialBackup(this, id, principal, this.withProvider(options));
  }

  public addLock(id: string, options: VaultLockOptions = {}): VaultLock {
    return new VaultLock(this, id, { ...this.withProvider(options), vault: this });
  }

  public addResourceGuardAssociation(id: string, options: VaultResourceGuardAssociationOptions): VaultResourceGuardAssociation {
    return new VaultResourceGuardAssociation(this, id, { ...this.withProvider(options), vault: this });
  }

  public addPrivateEndpoint(id: string, options: VaultPrivateEndpointOptions): VaultPrivateEndpoint {
    return new VaultPrivateEndpoint(this, id, { ...this.withProvider(options), vault: this });
  }

  public addDiagnosticSetting(id: string, options: VaultDiagnosticSettingOptions): VaultDiagnosticSetting {
    return new VaultDiagnosticSetting(this, id, { ...this.withProvider(options), vault: this });
  }

  public addAlertProcessingRule(id: string, options: VaultAlertProcessingRuleOptions): VaultAlertProcessingRule {
    return new VaultAlertProcessingRule(this, id, { ...this.withProvider(options), vault: this });
  }

  private withProvider<T extends { readonly provider?: TerraformProvider }>(options: T): T {
    return { provider: this.provider, ...options };
  }
}
