import * as v from "valibot";

/** The request bodies of a vault and its settings, after the API's model. Read-only members are allowed in requests. */

const text = v.nullish(v.string());
const onOff = v.nullish(v.picklist(["Enabled", "Disabled"], "it must be Enabled or Disabled."));
const softDeleteDays = v.nullish(
  v.pipe(v.number(), v.integer(), v.minValue(14, "it must be 14 to 180."), v.maxValue(180, "it must be 14 to 180.")),
);

const resource = {
  id: text,
  name: text,
  type: text,
  etag: text,
  eTag: text,
  systemData: v.nullish(v.looseObject({})),
  location: v.optional(v.string()),
  tags: v.optional(v.record(v.string(), v.string())),
};

const vaultProperties = v.strictObject({
  provisioningState: text,
  publicNetworkAccess: onOff,
  privateEndpointConnections: v.nullish(v.array(v.looseObject({}))),
  privateEndpointStateForBackup: text,
  privateEndpointStateForSiteRecovery: text,
  upgradeDetails: v.nullish(v.looseObject({})),
  moveDetails: v.nullish(v.looseObject({})),
  moveState: text,
  backupStorageVersion: text,
  bcdrSecurityLevel: text,
  secureScore: text,
  regionOfChoiceSettings: v.nullish(v.looseObject({})),
  resourceGuardOperationRequests: v.nullish(v.array(v.string())),
  restoreSettings: v.nullish(
    v.strictObject({
      crossSubscriptionRestoreSettings: v.nullish(
        v.strictObject({
          crossSubscriptionRestoreState: v.nullish(
            v.picklist(["Enabled", "Disabled", "PermanentlyDisabled"], "it must be Enabled, Disabled or PermanentlyDisabled."),
          ),
        }),
      ),
    }),
  ),
  redundancySettings: v.nullish(
    v.strictObject({
      standardTierStorageRedundancy: v.nullish(
        v.picklist(
          ["GeoRedundant", "LocallyRedundant", "ZoneRedundant"],
          "it must be GeoRedundant, LocallyRedundant or ZoneRedundant.",
        ),
      ),
      crossRegionRestore: onOff,
    }),
  ),
  monitoringSettings: v.nullish(
    v.strictObject({
      azureMonitorAlertSettings: v.nullish(
        v.strictObject({
          alertsForAllJobFailures: onOff,
          alertsForAllReplicationIssues: onOff,
          alertsForAllFailoverIssues: onOff,
        }),
      ),
      classicAlertSettings: v.nullish(
        v.strictObject({ alertsForCriticalOperations: onOff, emailNotificationsForSiteRecovery: onOff }),
      ),
    }),
  ),
  securitySettings: v.nullish(
    v.strictObject({
      immutabilitySettings: v.nullish(
        v.strictObject({
          state: v.nullish(v.picklist(["Disabled", "Unlocked", "Locked"], "it must be Disabled, Unlocked or Locked.")),
        }),
      ),
      softDeleteSettings: v.nullish(
        v.strictObject({
          softDeleteState: text,
          softDeleteRetentionPeriodInDays: softDeleteDays,
          enhancedSecurityState: text,
        }),
      ),
      multiUserAuthorization: text,
      sourceScanConfiguration: v.nullish(v.looseObject({})),
    }),
  ),
  encryption: v.nullish(
    v.strictObject({
      keyVaultProperties: v.nullish(v.strictObject({ keyUri: text })),
      kekIdentity: v.nullish(v.strictObject({ useSystemAssignedIdentity: v.nullish(v.boolean()), userAssignedIdentity: text })),
      infrastructureEncryption: onOff,
    }),
  ),
});

export const vaultSchema = v.strictObject({
  ...resource,
  sku: v.optional(
    v.strictObject({
      name: v.string(),
      tier: v.optional(v.string()),
      family: v.optional(v.string()),
      size: v.optional(v.string()),
      capacity: v.optional(v.string()),
    }),
  ),
  identity: v.optional(
    v.strictObject({
      type: v.optional(v.string()),
      userAssignedIdentities: v.nullish(v.record(v.string(), v.unknown())),
      principalId: v.optional(v.string()),
      tenantId: v.optional(v.string()),
    }),
  ),
  properties: v.optional(vaultProperties),
});

export const configSchema = v.strictObject({
  ...resource,
  properties: v.optional(
    v.strictObject({
      storageModelType: text,
      storageType: text,
      storageTypeState: text,
      enhancedSecurityState: onOff,
      softDeleteFeatureState: v.nullish(
        v.picklist(["Enabled", "Disabled", "AlwaysON"], "it must be Enabled, Disabled or AlwaysON."),
      ),
      softDeleteRetentionPeriodInDays: softDeleteDays,
      resourceGuardOperationRequests: v.nullish(v.array(v.string())),
      isSoftDeleteFeatureStateEditable: v.nullish(v.boolean()),
    }),
  ),
});

export const replicationSchema = v.strictObject({
  ...resource,
  properties: v.optional(v.strictObject({ vmwareToAzureProviderType: text, provisioningState: text })),
});
