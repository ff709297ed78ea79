import * as v from "valibot";
import type { ArmClient } from "../arm-client";
import { argumentsOf, block, tags } from "./arguments";

const schema = v.strictObject({
  name: v.string(),
  location: v.string(),
  resource_group_name: v.string(),
  sku: v.string(),
  storage_mode_type: v.optional(v.string(), "GeoRedundant"),
  cross_region_restore_enabled: v.optional(v.boolean(), false),
  immutability: v.optional(v.picklist(["Disabled", "Unlocked", "Locked"])),
  identity: v.optional(block({ type: v.string(), identity_ids: v.optional(v.array(v.string()), []) })),
  encryption: v.optional(
    block({
      key_id: v.string(),
      infrastructure_encryption_enabled: v.boolean(),
      use_system_assigned_identity: v.optional(v.boolean(), true),
      user_assigned_identity_id: v.optional(v.string()),
    }),
  ),
  monitoring: v.optional(
    block({
      alerts_for_all_job_failures_enabled: v.optional(v.boolean(), true),
      alerts_for_critical_operation_failures_enabled: v.optional(v.boolean(), true),
    }),
  ),
  public_network_access_enabled: v.optional(v.boolean(), true),
  tags: v.optional(tags, {}),
});
const API_VERSION = "2025-08-01";
const CONFIG_API_VERSION = "2023-02-01";
const REPLICATION_API_VERSION = "2024-04-01";

type Vault = v.InferOutput<typeof schema>;

const enabled = (on: boolean): string => (on ? "Enabled" : "Disabled");

/** Creates an `azurerm_recovery_services_vault` like azurerm 4.77 and newer, which do not change an enforced soft delete. */
export async function createVault(arm: ArmClient, address: string, config: Record<string, unknown>): Promise<object> {
  const vault = argumentsOf(address, schema, config);
  const id = `${arm.subscriptionPath}/resourceGroups/${vault.resource_group_name}/providers/Microsoft.RecoveryServices/vaults/${vault.name}`;
  await arm.mustNotExist(id, API_VERSION);
  await arm.write("PUT", id, API_VERSION, {
    location: vault.location,
    tags: vault.tags,
    identity: { type: vault.identity?.type === "SystemAssigned" ? "SystemAssigned" : "None", userAssignedIdentities: null },
    sku: { name: vault.sku, ...(vault.sku === "RS0" && { tier: "Standard" }) },
    properties: {
      publicNetworkAccess: enabled(vault.public_network_access_enabled),
      redundancySettings: {
        crossRegionRestore: enabled(vault.cross_region_restore_enabled),
        standardTierStorageRedundancy: vault.storage_mode_type,
      },
      ...(vault.encryption && { encryption: encryptionOf(vault.encryption) }),
      ...(vault.monitoring && { monitoringSettings: monitoringOf(vault.monitoring) }),
      ...(vault.immutability && immutabilityOf(vault.immutability === "Locked" ? "Unlocked" : vault.immutability)),
    },
  });
  const later = {
    ...(vault.identity?.type.includes("UserAssigned") && { identity: identityOf(vault.identity) }),
    ...(vault.immutability === "Locked" && { properties: immutabilityOf("Locked") }),
  };
  if (Object.keys(later).length > 0) await arm.write("PATCH", id, API_VERSION, later);
  await softDelete(arm, id);
  await arm.read(id, API_VERSION);
  await arm.read(`${id}/replicationVaultSettings/default`, REPLICATION_API_VERSION);
  return { ...vault, id };
}

function immutabilityOf(state: string): object {
  return { securitySettings: { immutabilitySettings: { state } } };
}

function encryptionOf(encryption: NonNullable<Vault["encryption"]>): object {
  return {
    keyVaultProperties: { keyUri: encryption.key_id },
    kekIdentity: {
      useSystemAssignedIdentity: encryption.use_system_assigned_identity,
      userAssignedIdentity: encryption.user_assigned_identity_id,
    },
    infrastructureEncryption: enabled(encryption.infrastructure_encryption_enabled),
  };
}

function identityOf({ type, identity_ids }: NonNullable<Vault["identity"]>): object {
  return { type, userAssignedIdentities: Object.fromEntries(identity_ids.map((id) => [id, {}])) };
}

function monitoringOf(monitoring: NonNullable<Vault["monitoring"]>): object {
  return {
    azureMonitorAlertSettings: { alertsForAllJobFailures: enabled(monitoring.alerts_for_all_job_failures_enabled) },
    classicAlertSettings: { alertsForCriticalOperations: enabled(monitoring.alerts_for_critical_operation_failures_enabled) },
  };
}

async function softDelete(arm: ArmClient, vaultId: string): Promise<void> {
  const config = `${vaultId}/backupconfig/vaultconfig`;
  const { properties } = (await arm.read(config, CONFIG_API_VERSION)) as { properties?: { softDeleteFeatureState?: string } };
  if (properties?.softDeleteFeatureState === "AlwaysON") return;
  await arm.write("PATCH", config, CONFIG_API_VERSION, {
    properties: { enhancedSecurityState: "Enabled", softDeleteFeatureState: "Enabled" },
  });
}
