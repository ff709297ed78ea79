import { Annotations } from "cdktf";
import type { DeclaredVault } from "./declared-vault";

/** Warns if Azure or azurerm does not do what the settings of a vault say. */
export function warnOfSettings(vault: DeclaredVault): void {
  for (const warning of [...crossRegionRestoreWarnings(vault), ...classicAlertWarnings(vault), ...keyWarnings(vault)]) {
    Annotations.of(vault).addWarning(warning);
  }
}

/** It is unknown at which step Azure refuses the combination. */
function crossRegionRestoreWarnings({ resource }: DeclaredVault): string[] {
  if (resource.crossRegionRestoreEnabledInput !== true || resource.publicNetworkAccessEnabledInput !== false) return [];
  return [
    "publicNetworkAccessEnabled should be true with cross-region restore, got false; Azure Backup does not support the restore in the " +
      "other region without public network access, so leave one of the two out",
  ];
}

function classicAlertWarnings({ resource }: DeclaredVault): string[] {
  if (resource.monitoringInput?.alertsForCriticalOperationFailuresEnabled !== true) return [];
  return [
    "monitoring.alertsForCriticalOperationFailuresEnabled should be false, got true; Azure retired the classic alerts on 2026-03-31, so use " +
      "the built-in alerts of Azure Monitor: alertsForAllJobFailuresEnabled and an alert processing rule (addAlertProcessingRule)",
  ];
}

/** Only a warning: an existing vault with its identity accepts the key, and the stack cannot know if the vault exists. */
function keyWarnings({ resource }: DeclaredVault): string[] {
  const { encryptionInput: encryption, identityInput: identity } = resource;
  if (encryption === undefined || encryption.useSystemAssignedIdentity === false) return [];
  if (identity?.type !== "SystemAssigned, UserAssigned") return [];
  return [
    "encryption should be read by a user-assigned identity if the vault is new and its identity is systemAndUserAssigned, got a key that " +
      "the vault's own identity reads; azurerm 4.81 and 5.2 cannot create that in one step, so use VaultEncryption.byUserAssignedIdentity, " +
      "or deploy the vault without encryption first",
  ];
}
