import { derivedGuid } from "../../arm/derived-guid";
import { mergePatch } from "../../arm/json-merge";
import type { Context } from "../../context";
import type { Vault, VaultConfig, VaultIdentity } from "../model";
import { userAssignedIdentityMissing } from "../../errors/vault-errors";

type Properties = Readonly<Record<string, unknown>>;

export interface VaultBody {
  readonly location?: string;
  readonly tags?: Record<string, string>;
  readonly sku?: Record<string, string>;
  readonly identity?: { readonly type?: string; readonly userAssignedIdentities?: Record<string, unknown> | null };
  readonly properties?: Properties;
}

/** The default properties of a vault. */
const DEFAULTS: Properties = {
  privateEndpointStateForBackup: "None",
  privateEndpointStateForSiteRecovery: "None",
  publicNetworkAccess: "Enabled",
  redundancySettings: { standardTierStorageRedundancy: "GeoRedundant", crossRegionRestore: "Disabled" },
  securitySettings: {
    immutabilitySettings: { state: "Disabled" },
    multiUserAuthorization: "Disabled",
  },
};

/** The defaults of a vault's alert settings. A vault has them only if some alert setting was sent. */
const MONITORING_DEFAULTS: Properties = {
  azureMonitorAlertSettings: {
    alertsForAllJobFailures: "Enabled",
    alertsForAllReplicationIssues: "Enabled",
    alertsForAllFailoverIssues: "Enabled",
  },
  classicAlertSettings: { alertsForCriticalOperations: "Enabled", emailNotificationsForSiteRecovery: "Enabled" },
};

/**
 * Returns a vault's properties after a PUT or PATCH. Both keep the properties that the request does not have. Whether Azure's PUT
 * keeps them is not documented, but a PUT should not reset a redundancy that cannot change once items exist.
 */
export function mergedProperties(existing: Properties | undefined, sent: Properties | undefined): Properties {
  const defaults = sent?.["monitoringSettings"] ? { ...DEFAULTS, monitoringSettings: MONITORING_DEFAULTS } : DEFAULTS;
  const { resourceGuardOperationRequests: _ofThisRequestAlone, ...kept } = sent ?? {};
  return mergePatch(mergePatch(defaults, existing ?? {}), kept);
}

/** Returns the soft-delete settings in a vault's body, with the names of the backup configuration. */
export function softDeleteOf(sent: Properties | undefined): Partial<VaultConfig> | undefined {
  const security = sent?.["securitySettings"] as { softDeleteSettings?: Record<string, unknown> | null } | undefined;
  const settings = security?.softDeleteSettings;
  if (!settings) return undefined;
  const { softDeleteState: softDeleteFeatureState, ...others } = settings;
  return { softDeleteFeatureState, ...others } as Partial<VaultConfig>;
}

/** Returns a vault's properties as Azure shows them, with the soft-delete settings of its backup configuration. */
export function propertiesView({ properties, config }: Vault): Properties {
  const { softDeleteFeatureState: softDeleteState, softDeleteRetentionPeriodInDays, enhancedSecurityState } = config;
  const softDeleteSettings = { softDeleteState, softDeleteRetentionPeriodInDays, enhancedSecurityState };
  return mergePatch(properties, { securitySettings: { softDeleteSettings } });
}

/** Properties that only newer api-versions return, as recorded for new vaults in July and September 2026. */
const NEWER: Properties = {
  restoreSettings: { crossSubscriptionRestoreSettings: { crossSubscriptionRestoreState: "Enabled" } },
  securitySettings: { sourceScanConfiguration: { state: "Disabled" } },
  regionOfChoiceSettings: { status: "Disabled" },
  secureScore: "Adequate",
  bcdrSecurityLevel: "Good",
  backupStorageVersion: "Unassigned",
};

export function newerProperties(vault: Vault): Properties {
  return mergePatch(NEWER, propertiesView(vault));
}

/** Returns the identity of a vault, with its principals. They are always the same for the same vault and identity. */
export function identityOf({ account }: Context, vaultId: string, sent: VaultBody["identity"]): VaultIdentity | undefined {
  if (!sent?.type || sent.type === "None") return undefined;
  const type = sent.type.replace(/,\s*/, ", ");
  const system = type.includes("SystemAssigned")
    ? { principalId: derivedGuid(`${vaultId} principal`), tenantId: account.tenantId }
    : {};
  if (!type.includes("UserAssigned")) return { type, ...system };
  const ids = Object.keys(sent.userAssignedIdentities ?? {});
  if (ids.length === 0) {
    throw userAssignedIdentityMissing();
  }
  const identities = ids.map(
    (id) => [id, { principalId: derivedGuid(`${id} principal`), clientId: derivedGuid(`${id} client`) }] as const,
  );
  return { type, ...system, userAssignedIdentities: Object.fromEntries(identities) };
}
