import * as v from "valibot";
import type { ArmClient } from "../arm-client";
import { argumentsOf, tags } from "./arguments";

const schema = v.strictObject({
  name: v.string(),
  location: v.string(),
  resource_group_name: v.string(),
  sku: v.string(),
  storage_mode_type: v.optional(v.string(), "GeoRedundant"),
  cross_region_restore_enabled: v.optional(v.boolean(), false),
  immutability: v.optional(v.picklist(["Disabled", "Unlocked"])),
  public_network_access_enabled: v.optional(v.boolean(), true),
  tags: v.optional(tags, {}),
});
const API_VERSION = "2025-08-01";
const CONFIG_API_VERSION = "2023-02-01";
const REPLICATION_API_VERSION = "2024-04-01";

const enabled = (on: boolean): string => (on ? "Enabled" : "Disabled");

/** Creates an `azurerm_recovery_services_vault` as azurerm 4.77 and newer do, which leave an always-on soft delete alone. */
export async function createVault(arm: ArmClient, address: string, config: Record<string, unknown>): Promise<object> {
  const vault = argumentsOf(address, schema, config);
  const id = `${arm.subscriptionPath}/resourceGroups/${vault.resource_group_name}/providers/Microsoft.RecoveryServices/vaults/${vault.name}`;
  await arm.mustNotExist(id, API_VERSION);
  await arm.write("PUT", id, API_VERSION, {
    location: vault.location,
    tags: vault.tags,
    identity: { type: "None", userAssignedIdentities: null },
    sku: { name: vault.sku, ...(vault.sku === "RS0" && { tier: "Standard" }) },
    properties: {
      publicNetworkAccess: enabled(vault.public_network_access_enabled),
      redundancySettings: {
        crossRegionRestore: enabled(vault.cross_region_restore_enabled),
        standardTierStorageRedundancy: vault.storage_mode_type,
      },
      ...(vault.immutability && { securitySettings: { immutabilitySettings: { state: vault.immutability } } }),
    },
  });
  await softDelete(arm, id);
  await arm.read(id, API_VERSION);
  await arm.read(`${id}/replicationVaultSettings/default`, REPLICATION_API_VERSION);
  return { ...vault, id };
}

async function softDelete(arm: ArmClient, vaultId: string): Promise<void> {
  const config = `${vaultId}/backupconfig/vaultconfig`;
  const { properties } = (await arm.read(config, CONFIG_API_VERSION)) as { properties?: { softDeleteFeatureState?: string } };
  if (properties?.softDeleteFeatureState === "AlwaysON") return;
  await arm.write("PATCH", config, CONFIG_API_VERSION, {
    properties: { enhancedSecurityState: "Enabled", softDeleteFeatureState: "Enabled" },
  });
}
