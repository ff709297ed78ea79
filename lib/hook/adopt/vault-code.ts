import { isSameName } from "../../azure/case-fold";
import { parseVaultId } from "../../azure/resource-id";
import { quoted } from "./code/escaped";
import { forTerraform, hasToken, type Library } from "./code/library";
import { call, type Code, list, object, type Property, text } from "./code/printed";
import type { Section } from "./code/section";
import type { Reading } from "./reading";
import type { Alert, VaultReading } from "./vault-reading";

const DEFAULT_SOFT_DELETE_DAYS = 14;
const KEY_URL = /^https:\/\/[^/\s]+\/keys\/[^/\s]+(\/[^/\s]+)?\/?$/;
export const TAG_NAME = /^[^<>%&\\?/]{1,512}$/;

const UNREAD_REPLICATION =
  "Whether Site Recovery has its classic experience for VMware could not be read. If it has, set classicVmwareReplicationEnabled to true: " +
  "else the plan replaces the vault.";

/** Declares and imports a vault. */
export function vaultSection(
  { vault, classicReplication, surroundings }: Pick<Reading, "vault" | "classicReplication" | "surroundings">,
  library: Library,
): Section {
  const { vaultName = "", resourceGroupName = "" } = parseVaultId(vault.id) ?? {};
  const notes: string[] = [];
  const properties: Property[] = [
    { key: "vaultName", value: text(vaultName) },
    { key: "resourceGroupName", value: text(resourceGroupName) },
    { key: "location", value: text(vault.location) },
    ...skuOf(vault, library, notes),
    ...redundancyOf(vault, library, notes),
    ...immutabilityOf(vault, library, notes),
    ...(vault.softDelete === "Disabled" ? [{ key: "softDeleteEnabled", value: "false" }] : []),
    ...(vault.isPublic ? [] : [{ key: "publicNetworkAccessEnabled", value: "false" }]),
    ...(classicReplication === true ? [{ key: "classicVmwareReplicationEnabled", value: "true" }] : []),
    ...identityOf(vault, library, notes),
    ...encryptionOf(vault, library, notes),
    ...monitoringOf(vault),
    ...tagsOf(vault, notes),
  ];
  notes.push(...keptSettings(vault), ...privateEndpoints(vault), ...surroundings);
  if (vault.isGuarded && !surroundings.some((note) => note.includes("Resource Guard"))) {
    notes.push("A Resource Guard protects the vault, which stays as it is; see vault.addResourceGuardAssociation.");
  }
  if (classicReplication === undefined) notes.push(UNREAD_REPLICATION);
  const off = siteRecoveryAlerts(vault);
  if (off.length > 0) {
    notes.push(
      `The vault has alerts of Site Recovery off (${off.join(", ")}), for which there is no prop; an override keeps it.`,
    );
  }
  const created = call(`new ${library.name("RecoveryServicesVault")}`, ["this", text("Vault"), object(properties)]);
  return {
    notes,
    statements: [
      ["const vault = ", created, ";"],
      ...off.map((one): Code => [call("vault.resource.addOverride", [text(`monitoring.${one}`), "false"]), ";"]),
      [call("vault.importVault", [text(vault.id)]), ";"],
    ],
  };
}

export function skuOf({ sku }: Pick<VaultReading, "sku">, library: Library, notes: string[]): Property[] {
  if (sku === undefined || sku === "Standard") return [];
  if (sku === "RS0") return [{ key: "sku", value: library.member("VaultSku", "RS0") }];
  notes.push(`The vault's tier is ${quoted(sku)}, for which azurerm has no value; the plan may change it.`);
  return [];
}

function redundancyOf({ redundancy, crossRegionRestore }: VaultReading, library: Library, notes: string[]): Property[] {
  const value = (code: Code): Property[] => [{ key: "redundancy", value: code }];
  const restore = object([{ key: "crossRegionRestore", value: "true" }]);
  if (redundancy === "GeoRedundant") return value(library.call("StorageRedundancy", "geo", crossRegionRestore ? [restore] : []));
  if (redundancy === "ZoneRedundant") return value(library.call("StorageRedundancy", "zone"));
  if (redundancy === "LocallyRedundant") return value(library.call("StorageRedundancy", "local"));
  notes.push(`The vault's redundancy is ${quoted(redundancy ?? "")}, for which azurerm has no value; the plan may change it.`);
  return [];
}

export function immutabilityOf(
  { immutability }: Pick<VaultReading, "immutability">,
  library: Library,
  notes: string[],
): Property[] {
  const value = (method: string, args: Code[] = []): Property[] => [
    { key: "immutability", value: library.call("VaultImmutability", method, args) },
  ];
  if (immutability === undefined) return [];
  if (immutability === "Disabled" || immutability === "Unlocked") return value(immutability.toLowerCase());
  if (immutability === "Locked") return value("locked", [object([{ key: "acknowledgeIrreversible", value: "true" }])]);
  notes.push(`The vault's immutability is ${quoted(immutability)}, which azurerm does not know; the plan may change it.`);
  return [];
}

function identityOf({ identity }: VaultReading, library: Library, notes: string[]): Property[] {
  if (identity === undefined) return [];
  const [isSystem, isUser] = ["SystemAssigned", "UserAssigned"].map((part) => identity.type.split(/,\s*/).includes(part));
  const method = isSystem && isUser ? "systemAndUserAssigned" : isUser ? "userAssigned" : "systemAssigned";
  if (!isSystem && !isUser) {
    notes.push(`The vault's identity is ${quoted(identity.type)}, which azurerm does not know; the plan may change it.`);
    return [];
  }
  return [{ key: "identity", value: library.call("VaultIdentity", method, isUser ? [list(identity.ids.map(text))] : []) }];
}

function encryptionOf({ encryption, identity }: VaultReading, library: Library, notes: string[]): Property[] {
  if (encryption === undefined) return [];
  const { keyUri, userAssignedIdentity: reader, isDouble } = encryption;
  const isOfVault =
    reader === undefined
      ? identity?.type.split(/,\s*/).includes("SystemAssigned")
      : identity?.ids.some((id) => isSameName(id, reader));
  if (!KEY_URL.test(keyUri) || isOfVault !== true) {
    notes.push(
      `The vault's key ${quoted(keyUri)} is read by no identity of the vault; the plan fails until its encryption is declared.`,
    );
    return [];
  }
  notes.push("The key of the vault's encryption, and the permission of the identity that reads it, are not part of this stack.");
  const options = object([
    { key: "keyId", value: text(keyUri) },
    ...(reader === undefined ? [] : [{ key: "userAssignedIdentityId", value: text(reader) }]),
    ...(isDouble ? [{ key: "infrastructureEncryptionEnabled", value: "true" }] : []),
  ]);
  const method = reader === undefined ? "bySystemAssignedIdentity" : "byUserAssignedIdentity";
  return [{ key: "encryption", value: library.call("VaultEncryption", method, [options]) }];
}

/** azurerm plans to remove the alerts of a vault whose code has no block for them, even if all are on. */
function monitoringOf({ alerts }: VaultReading): Property[] {
  if (!alerts) return [];
  const flags = [
    { key: "alertsForAllJobFailuresEnabled", value: String(alerts.alerts_for_all_job_failures_enabled) },
    { key: "alertsForCriticalOperationFailuresEnabled", value: String(alerts.alerts_for_critical_operation_failures_enabled) },
  ];
  return [{ key: "monitoring", value: object(flags) }];
}

/** The alerts of Site Recovery have no props. They are on unless an override turns them off. */
function siteRecoveryAlerts({ alerts }: VaultReading): Alert[] {
  const others: Alert[] = [
    "alerts_for_all_replication_issues_enabled",
    "alerts_for_all_failover_issues_enabled",
    "email_notifications_for_site_recovery_enabled",
  ];
  return alerts ? others.filter((one) => !alerts[one]) : [];
}

function tagsOf({ tags }: VaultReading, notes: string[]): Property[] {
  const properties: Property[] = [];
  for (const [name, value] of Object.entries(tags).sort(([one], [other]) => (one < other ? -1 : 1))) {
    if (hasToken(name + value) || !TAG_NAME.test(forTerraform(name))) {
      notes.push(`The tag ${quoted(name)} is left out, because CDKTF cannot write it; the plan removes it.`);
    } else properties.push({ key: forTerraform(name), value: text(forTerraform(value)) });
  }
  return properties.length === 0 ? [] : [{ key: "tags", value: object(properties) }];
}

/** Settings that only azapi can declare, as a resource that the plan would add. Azure keeps them. */
function keptSettings({ softDeleteDays, crossSubscriptionRestore: restore }: VaultReading): string[] {
  const kept = (prop: string): string =>
    `The vault keeps this setting; azurerm has no argument for it, and the prop ${prop} adds an azapi_update_resource to the plan.`;
  return [
    ...(softDeleteDays === undefined || softDeleteDays === DEFAULT_SOFT_DELETE_DAYS
      ? []
      : [`Deleted backups can be recovered for ${softDeleteDays} days. ${kept("softDeleteRetentionDays")}`]),
    ...(restore === undefined || restore === "Enabled"
      ? []
      : [`The restore into another subscription is ${quoted(restore)}. ${kept("crossSubscriptionRestore")}`]),
  ];
}

function privateEndpoints({ privateEndpoints: ids }: VaultReading): string[] {
  return ids.map((id) => {
    const name = quoted(id.slice(id.lastIndexOf("/") + 1));
    return `The vault has the private endpoint connection ${name}, which stays as it is; see vault.addPrivateEndpoint.`;
  });
}
