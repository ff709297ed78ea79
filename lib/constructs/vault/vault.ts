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
 * A Recovery Services vault, whether this app declares it or it exists already. What is added to a vault, or granted on it, is a
 * construct below the vault, under the id given, and managed by the vault's provider unless the options name another.
 */
export interface IRecoveryServicesVault extends IRecoveryServicesVaultRef {
  /** Lets a principal read everything in the vault and change nothing: the built-in role Backup Reader, on this vault only. */
  grantBackupReader(id: string, principal: AzurePrincipal, options?: VaultGrantOptions): RoleAssignment;

  /** Lets a principal back up and restore, but not delete backups or change policies: the built-in role Backup Operator, on this vault only. */
  grantBackupOperator(id: string, principal: AzurePrincipal, options?: VaultGrantOptions): RoleAssignment;

  /** Lets a principal manage backups, but not delete the vault or give access to it: the built-in role Backup Contributor, on this vault only. */
  grantBackupContributor(id: string, principal: AzurePrincipal, options?: VaultGrantOptions): RoleAssignment;

  /**
   * Lets a principal take initial backups and nothing else: a custom role with exactly the actions that the program of
   * {@link InitialBackup} uses, assigned on this vault only. The initial backup should depend on the assignment:
   * `dependsOn: [vault.grantInitialBackup("Deployer", principal)]`.
   *
   * Whoever deploys this needs the right to write role definitions in the vault's resource group.
   */
  grantInitialBackup(id: string, principal: AzurePrincipal, options?: InitialBackupGrantOptions): RoleAssignment;

  /** Keeps the vault, and all in it, from being deleted by anyone, this stack included. */
  addLock(id: string, options?: VaultLockOptions): VaultLock;

  /** Has critical operations on the vault approved by whoever holds a Resource Guard; at most one for a vault. */
  addResourceGuardAssociation(id: string, options: VaultResourceGuardAssociationOptions): VaultResourceGuardAssociation;

  /** Makes the vault reachable from a virtual network by a private address. */
  addPrivateEndpoint(id: string, options: VaultPrivateEndpointOptions): VaultPrivateEndpoint;

  /** Sends the vault's backup logs to a Log Analytics workspace, a table for each category. */
  addDiagnosticSetting(id: string, options: VaultDiagnosticSettingOptions): VaultDiagnosticSetting;

  /** Notifies action groups of the alerts that Azure raises for the vault, those for failed backup jobs among them. */
  addAlertProcessingRule(id: string, options: VaultAlertProcessingRuleOptions): VaultAlertProcessingRule;
}
