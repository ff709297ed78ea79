import type { RecoveryServicesVault as VaultResource } from "@cdktf/provider-azurerm/lib/recovery-services-vault";
import type { RoleAssignment } from "@cdktf/provider-azurerm/lib/role-assignment";
import type { AzurePrincipal } from "./azure-principal";
import type { VaultAlertProcessingRule, VaultAlertProcessingRuleOptions } from "./vault-alert-processing-rule";
import type { VaultDiagnosticSetting, VaultDiagnosticSettingOptions } from "./vault-diagnostic-setting";
import type { InitialBackupGrantOptions, VaultGrantOptions } from "./vault-grant";
import type { VaultLock, VaultLockOptions } from "./vault-lock";
import type { VaultPrivateEndpoint, VaultPrivateEndpointOptions } from "./vault-private-endpoint";
import type { IRecoveryServicesVaultRef } from "./vault-ref";
import type { VaultResourceGuardAssociation, VaultResourceGuardAssociationOptions } from "./vault-resource-guard-association";

/**
 * A Recovery Services vault, declared in this app or existing already. Each `add` and `grant` method creates a child construct of the
 * vault with the given id. The vault's provider manages it, unless the options have another provider.
 */
export interface IRecoveryServicesVault extends IRecoveryServicesVaultRef {
  /**
   * The resource of azurerm, for settings that the construct does not offer.
   * @throws if the app refers to an existing vault, which it does not declare
   */
  readonly resource: VaultResource;

  /** Allows a principal to read everything in the vault, but to change nothing: the built-in role Backup Reader, on this vault only. */
  grantBackupReader(id: string, principal: AzurePrincipal, options?: VaultGrantOptions): RoleAssignment;

  /** Allows a principal to back up and restore, but not to delete backups or change policies: the built-in role Backup Operator, on this vault only. */
  grantBackupOperator(id: string, principal: AzurePrincipal, options?: VaultGrantOptions): RoleAssignment;

  /** Allows a principal to manage backups, but not to delete the vault or grant access to it: the built-in role Backup Contributor, on this vault only. */
  grantBackupContributor(id: string, principal: AzurePrincipal, options?: VaultGrantOptions): RoleAssignment;

  /**
   * Allows a principal only to take initial backups: a custom role with exactly the actions that the hook of {@link InitialBackup}
   * needs, assigned on this vault only. The initial backup should depend on the assignment:
   * `dependsOn: [vault.grantInitialBackup("Deployer", principal)]`.
   *
   * The deploying identity needs the permission to write role definitions in the vault's resource group.
   */
  grantInitialBackup(id: string, principal: AzurePrincipal, options?: InitialBackupGrantOptions): RoleAssignment;

  /** Locks the vault: nobody, including this stack, can delete it or anything in it. */
  addLock(id: string, options?: VaultLockOptions): VaultLock;

  /** Associates the vault with a Resource Guard, which protects critical operations; at most one for each vault. */
  addResourceGuardAssociation(id: string, options: VaultResourceGuardAssociationOptions): VaultResourceGuardAssociation;

  /** Adds a private endpoint: the vault gets private addresses in a virtual network. */
  addPrivateEndpoint(id: string, options: VaultPrivateEndpointOptions): VaultPrivateEndpoint;

  /** Sends the vault's backup logs to a Log Analytics workspace, with one table for each category. */
  addDiagnosticSetting(id: string, options: VaultDiagnosticSettingOptions): VaultDiagnosticSetting;

  /** Notifies action groups of the alerts that Azure raises for the vault, including alerts for failed backup jobs. */
  addAlertProcessingRule(id: string, options: VaultAlertProcessingRuleOptions): VaultAlertProcessingRule;
}
