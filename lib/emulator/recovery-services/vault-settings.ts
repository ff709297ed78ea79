import type { App } from "../app";
import { ArmError } from "../arm/error";
import type { Context } from "../context";
import type { Vault, VaultConfig } from "./model";
import { VAULT, findVault, type VaultParams } from "./vaults";

interface ConfigRoute {
  Params: VaultParams;
  Body: { properties?: Partial<VaultConfig> } | undefined;
}

interface ReplicationRoute {
  Params: VaultParams;
  Body: { properties?: Record<string, unknown> } | undefined;
}

const CONFIG = `${VAULT}/backupconfig/vaultconfig`;
const REPLICATION = `${VAULT}/replicationVaultSettings/default`;

/** The parts of a vault's settings that are resources of their own: backup configuration and replication settings. */
export function serveVaultSettings(app: App, context: Context): void {
  const { state } = context;

  app.get<ConfigRoute>(CONFIG, ({ params }) => configView(findVault(context, params)));

  app.route<ConfigRoute>({
    method: ["PUT", "PATCH"],
    url: CONFIG,
    handler: ({ params, body }) => {
      const existing = findVault(context, params);
      const config = { ...existing.config, ...body?.properties };
      if (!["Enabled", "Disabled", "AlwaysON"].includes(config.softDeleteFeatureState)) {
        throw new ArmError(400, "BMSUserErrorInvalidInput", "Input provided for the call is invalid", [
          `softDeleteFeatureState is '${config.softDeleteFeatureState}', and can be Enabled, Disabled or AlwaysON`,
        ]);
      }
      const vault: Vault = { ...existing, config };
      state.vaults.set(vault.id, vault);
      return configView(vault);
    },
  });

  app.get<ReplicationRoute>(REPLICATION, ({ params }) => replicationView(findVault(context, params)));

  app.put<ReplicationRoute>(REPLICATION, ({ params, body }) => {
    const existing = findVault(context, params);
    const vault: Vault = { ...existing, replicationSettings: { ...existing.replicationSettings, ...body?.properties } };
    state.vaults.set(vault.id, vault);
    return replicationView(vault);
  });
}

function configView({ id, config, properties }: Vault): Record<string, unknown> {
  const redundancy = properties["redundancySettings"] as { standardTierStorageRedundancy?: string } | undefined;
  const storage = redundancy?.standardTierStorageRedundancy;
  return {
    id: `${id}/backupconfig/vaultconfig`,
    name: "vaultconfig",
    type: "Microsoft.RecoveryServices/vaults/backupconfig",
    properties: {
      storageModelType: storage,
      storageType: storage,
      storageTypeState: "Unlocked",
      ...config,
      resourceGuardOperationRequests: [],
      isSoftDeleteFeatureStateEditable: true,
    },
  };
}

function replicationView({ id, replicationSettings }: Vault): Record<string, unknown> {
  return {
    id: `${id}/replicationVaultSettings/default`,
    name: "default",
    type: "Microsoft.RecoveryServices/vaults/replicationVaultSettings",
    properties: { ...replicationSettings, provisioningState: "Succeeded" },
  };
}
