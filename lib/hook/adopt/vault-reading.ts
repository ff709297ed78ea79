import * as v from "valibot";
import { read, requiredText, text } from "../arm/answer-schema";

/** The settings of a vault, as Azure has them. */
export interface VaultReading {
  readonly id: string;
  readonly location: string;
  readonly sku: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
  readonly redundancy: string | undefined;
  readonly crossRegionRestore: boolean;
  readonly immutability: string | undefined;
  readonly softDelete: string | undefined;
  readonly softDeleteDays: number | undefined;
  readonly crossSubscriptionRestore: string | undefined;
  readonly isPublic: boolean;
  readonly identity: { readonly type: string; readonly ids: readonly string[] } | undefined;
  readonly encryption: EncryptionReading | undefined;
  /** The alerts by azurerm's names, on or off. Undefined if Azure does not tell them, as for a vault that azurerm made without them. */
  readonly alerts: Readonly<Record<Alert, boolean>> | undefined;
  readonly isGuarded: boolean;
  readonly privateEndpoints: readonly string[];
}

/** azurerm's arguments for alerts. The library has props for the first two. */
export type Alert =
  | "alerts_for_all_job_failures_enabled"
  | "alerts_for_critical_operation_failures_enabled"
  | "alerts_for_all_replication_issues_enabled"
  | "alerts_for_all_failover_issues_enabled"
  | "email_notifications_for_site_recovery_enabled";

export interface EncryptionReading {
  readonly keyUri: string;
  /** Undefined if the vault's own identity reads the key. */
  readonly userAssignedIdentity: string | undefined;
  readonly isDouble: boolean;
}

const settings = <T extends v.ObjectEntries>(entries: T) => v.nullish(v.object(entries));

const schema = v.object({
  id: requiredText,
  location: requiredText,
  tags: v.nullish(v.record(v.string(), v.string())),
  sku: settings({ name: text }),
  identity: settings({ type: text, userAssignedIdentities: v.nullish(v.record(v.string(), v.unknown())) }),
  properties: v.object({
    publicNetworkAccess: text,
    redundancySettings: settings({ standardTierStorageRedundancy: text, crossRegionRestore: text }),
    restoreSettings: settings({ crossSubscriptionRestoreSettings: settings({ crossSubscriptionRestoreState: text }) }),
    securitySettings: settings({
      immutabilitySettings: settings({ state: text }),
      softDeleteSettings: settings({ softDeleteState: text, softDeleteRetentionPeriodInDays: v.nullish(v.number()) }),
      multiUserAuthorization: text,
    }),
    monitoringSettings: settings({
      azureMonitorAlertSettings: settings({
        alertsForAllJobFailures: text,
        alertsForAllReplicationIssues: text,
        alertsForAllFailoverIssues: text,
      }),
      classicAlertSettings: settings({ alertsForCriticalOperations: text, emailNotificationsForSiteRecovery: text }),
    }),
    encryption: settings({
      keyVaultProperties: settings({ keyUri: text }),
      kekIdentity: settings({ useSystemAssignedIdentity: v.nullish(v.boolean()), userAssignedIdentity: text }),
      infrastructureEncryption: text,
    }),
    privateEndpointConnections: v.nullish(v.array(v.object({ id: text }))),
  }),
});

type Answer = v.InferOutput<typeof schema>;

/** Reads the vault in an answer. @throws UnreadableAnswer */
export function readVault(body: unknown): VaultReading {
  const { id, location, tags, sku, identity, properties } = read(schema, body);
  const { redundancySettings: redundancy, securitySettings: security } = properties;
  return {
    id,
    location,
    tags: tags ?? {},
    sku: sku?.name,
    redundancy: redundancy?.standardTierStorageRedundancy,
    crossRegionRestore: redundancy?.crossRegionRestore === "Enabled",
    immutability: security?.immutabilitySettings?.state,
    softDelete: security?.softDeleteSettings?.softDeleteState,
    softDeleteDays: security?.softDeleteSettings?.softDeleteRetentionPeriodInDays ?? undefined,
    crossSubscriptionRestore: properties.restoreSettings?.crossSubscriptionRestoreSettings?.crossSubscriptionRestoreState,
    isPublic: properties.publicNetworkAccess !== "Disabled",
    identity: identityOf(identity),
    encryption: encryptionOf(properties.encryption),
    alerts: alertsOf(properties.monitoringSettings),
    isGuarded: security?.multiUserAuthorization === "Enabled",
    privateEndpoints: (properties.privateEndpointConnections ?? []).map((one) => one.id ?? ""),
  };
}

function identityOf(identity: Answer["identity"]): VaultReading["identity"] {
  if (identity?.type === undefined || identity.type === "None") return undefined;
  return { type: identity.type, ids: Object.keys(identity.userAssignedIdentities ?? {}).sort() };
}

function alertsOf(settings: Answer["properties"]["monitoringSettings"]): VaultReading["alerts"] {
  const { azureMonitorAlertSettings: monitor, classicAlertSettings: classic } = settings ?? {};
  if (!monitor && !classic) return undefined;
  const isOn = (state: string | undefined): boolean => state !== "Disabled";
  return {
    alerts_for_all_job_failures_enabled: isOn(monitor?.alertsForAllJobFailures),
    alerts_for_critical_operation_failures_enabled: isOn(classic?.alertsForCriticalOperations),
    alerts_for_all_replication_issues_enabled: isOn(monitor?.alertsForAllReplicationIssues),
    alerts_for_all_failover_issues_enabled: isOn(monitor?.alertsForAllFailoverIssues),
    email_notifications_for_site_recovery_enabled: isOn(classic?.emailNotificationsForSiteRecovery),
  };
}

function encryptionOf(encryption: Answer["properties"]["encryption"]): EncryptionReading | undefined {
  const keyUri = encryption?.keyVaultProperties?.keyUri;
  if (keyUri === undefined) return undefined;
  return {
    keyUri,
    userAssignedIdentity: encryption?.kekIdentity?.userAssignedIdentity,
    isDouble: encryption?.infrastructureEncryption === "Enabled",
  };
}
