import { isSameName } from "../../../azure/case-fold";
import type { Context } from "../../context";
import type { Vault } from "../model";
import { remainingItems } from "../items/protection-state";
import { requireUnguarded } from "./resource-guard";
import type { VaultBody } from "./vault-properties";
import { keyIdentityInvalid, keyUnreadable, storageRedundancyLocked, vaultParameterInvalid } from "../../errors/vault-errors";

/*
 * Written twice on purpose: lib/constructs/vault/vault-rules.ts has the same rules,
 * and they share no limit, because test/e2e/azurerm/agreement.test.ts checks them against each other.
 */

interface Properties {
  readonly redundancySettings?: { readonly standardTierStorageRedundancy?: string; readonly crossRegionRestore?: string };
  readonly resourceGuardOperationRequests?: readonly string[] | null;
  readonly securitySettings?: { readonly immutabilitySettings?: { readonly state?: string } };
  readonly restoreSettings?: {
    readonly crossSubscriptionRestoreSettings?: { readonly crossSubscriptionRestoreState?: string };
  };
  readonly encryption?: {
    readonly keyVaultProperties?: { readonly keyUri?: string };
    readonly kekIdentity?: { readonly useSystemAssignedIdentity?: boolean; readonly userAssignedIdentity?: string };
    readonly infrastructureEncryption?: string;
  };
}

/** Whether a vault's immutability is on, locked or unlocked. */
export function isImmutable(vault: Vault): boolean {
  return immutabilityOf(vault) !== "Disabled";
}

export function immutabilityOf({ properties }: Vault): string {
  return (properties as Properties).securitySettings?.immutabilitySettings?.state ?? "Disabled";
}

/**
 * Refuses a change that Azure does not allow for a vault. The rules are documented. The codes for storage and for the identity of
 * a key are known; the others are our reading.
 */
export function requireAllowedChange(
  context: Context,
  before: Vault | undefined,
  after: Vault,
  { properties }: VaultBody = {},
): void {
  immutabilityRule(before, after);
  restoreRule(before, after);
  if (before && isImmutable(before) && !isImmutable(after)) {
    const { resourceGuardOperationRequests: requests } = (properties ?? {}) as Properties;
    requireUnguarded(context, before.id, "reduceImmutability", requests);
  }
  redundancyRules(context, before, after);
  encryptionRules(context, before, after);
}

function immutabilityRule(before: Vault | undefined, after: Vault): void {
  const [from, to] = [before ? immutabilityOf(before) : "Disabled", immutabilityOf(after)];
  if (from === to) return;
  if (from === "Locked") throw vaultParameterInvalid(`immutability is Locked and cannot become ${to}`);
  if (to === "Locked" && from !== "Unlocked")
    throw vaultParameterInvalid("immutability can become Locked only if it is Unlocked");
}

function restoreRule(before: Vault | undefined, after: Vault): void {
  const [from, to] = [before, after].map((vault) => {
    const { restoreSettings } = (vault?.properties ?? {}) as Properties;
    return restoreSettings?.crossSubscriptionRestoreSettings?.crossSubscriptionRestoreState;
  });
  if (from !== "PermanentlyDisabled" || from === to) return;
  throw vaultParameterInvalid("cross-subscription restore is permanently disabled and cannot be enabled");
}

function redundancyRules(context: Context, before: Vault | undefined, after: Vault): void {
  const old = before && (before.properties as Properties).redundancySettings;
  const { standardTierStorageRedundancy: redundancy, crossRegionRestore } =
    (after.properties as Properties).redundancySettings ?? {};
  if (crossRegionRestore === "Enabled" && redundancy !== "GeoRedundant") {
    throw vaultParameterInvalid(`cross-region restore needs the redundancy GeoRedundant, got ${redundancy ?? "none"}`);
  }
  if (!before || !old) return;
  if (old.crossRegionRestore === "Enabled" && crossRegionRestore !== "Enabled") {
    throw vaultParameterInvalid("cross-region restore cannot be disabled");
  }
  if (old.standardTierStorageRedundancy !== redundancy && hadItems(context, before)) {
    throw storageRedundancyLocked();
  }
}

function encryptionRules(context: Context, before: Vault | undefined, after: Vault): void {
  const old = before && (before.properties as Properties).encryption;
  const encryption = (after.properties as Properties).encryption;
  if (!encryption) {
    if (old) throw vaultParameterInvalid("encryption with a customer-managed key cannot be disabled");
    return;
  }
  if (!/^https:\/\/[^/]+\/keys\/[^/]+(\/[^/]+)?$/i.test(encryption.keyVaultProperties?.keyUri ?? "")) {
    throw vaultParameterInvalid("keyUri must be the URL of a key, such as https://vault.vault.azure.net/keys/name");
  }
  // azurerm creates a vault with the key and without an identity, and adds the user-assigned identity in a second request.
  const comesLater = !before && !after.identity && encryption.kekIdentity?.userAssignedIdentity !== undefined;
  if (!comesLater && !hasIdentityOfKey(after)) throw keyIdentityInvalid();
  if (old && old.infrastructureEncryption !== encryption.infrastructureEncryption) {
    throw vaultParameterInvalid("infrastructureEncryption cannot change after it is set");
  }
  if (!old && before && hadItems(context, before)) {
    throw vaultParameterInvalid("encryption with a customer-managed key can be enabled only before the first item is protected");
  }
}

/** Refuses to protect a VM in a vault that does not have the identity that reads its key. */
export function requireReadableKey(vault: Vault): void {
  if ((vault.properties as Properties).encryption && !hasIdentityOfKey(vault)) throw keyUnreadable();
}

/** Whether a vault has the identity that reads its key. */
function hasIdentityOfKey({ properties, identity }: Vault): boolean {
  const { useSystemAssignedIdentity = false, userAssignedIdentity } = (properties as Properties).encryption?.kekIdentity ?? {};
  const { type = "", userAssignedIdentities = {} } = identity ?? {};
  if (useSystemAssignedIdentity) return type.includes("SystemAssigned") && !userAssignedIdentity;
  return Object.keys(userAssignedIdentities).some((id) => isSameName(id, userAssignedIdentity ?? ""));
}

/** Whether the vault protects an item, or has protected one before. */
export function hadItems(context: Context, { id }: Vault): boolean {
  return context.state.jobs.ofVault(id).length > 0 || remainingItems(context, id).length > 0;
}
