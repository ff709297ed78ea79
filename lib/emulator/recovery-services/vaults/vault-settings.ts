import type { App } from "../../app";
import type { Context } from "../../context";
import { checkedBody } from "../../strictness/body";
import { configSchema, replicationSchema } from "./vault-bodies";
import type { Vault } from "../model";
import { requireUnguarded } from "./resource-guard";
import { changedConfig, isLessRecoverable } from "./soft-delete";
import { VAULT, findVault, type VaultParams } from "./vaults";

interface ConfigRoute {
  Params: VaultParams;
  Body: unknown;
}

interface ReplicationRoute {
  Params: VaultParams;
  Body: unknown;
}

const CONFIG = `${VAULT}/backupconfig/vaultconfig`;
const REPLICATION = `${VAULT}/replicationVaultSettings/default`;

/** Serves the settings of a vault that are separate resources: backup configuration and replication settings. */
export function serveVaultSettings(app: App, context: Context): void {
  const { state } = context;

  app.get<ConfigRoute>(CONFIG, ({ params }) => configView(findVault(context, params)));

  app.route<ConfigRoute>({
    method: ["PUT", "PATCH"],
    url: CONFIG,
    handler: ({ params, body }) => {
      const existing = findVault(context, params);
      const { properties = {} } = checkedBody(configSchema, body, "BackupResourceVaultConfigResource");
      const { enhancedSecurityState, softDeleteFeatureState, softDeleteRetentionPeriodInDays } = properties;
      const sent = { enhancedSecurityState, softDeleteFeatureState, softDeleteRetentionPeriodInDays };
      const config = changedConfig(existing.config, sent);
      if (isLessRecoverable(existing.config, config)) {
        requireUnguarded(context, existing.id, "changeBackupSettings", properties.resourceGuardOperationRequests);
      }
      const vault: Vault = { ...existing, config };
      state.vaults.set(vault.id, vault);
      return configView(vault);
    },
  });

  app.get<ReplicationRoute>(REPLICATION, ({ params }) => replicationView(findVault(context, params)));

  app.put<ReplicationRoute>(REPLICATION, ({ params, body }) => {
    const existing = findVault(context, params);
    const { properties } = checkedBody(replicationSchema, body, "VaultSetting");
    const vault: Vault = { ...existing, replicationSettings: { ...existing.replicationSettings, ...properties } };
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
      isSoftDeleteFeatureStateEditable: config.softDeleteFeatureState !== "AlwaysON",
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
