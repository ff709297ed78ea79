import type { App } from "../../app";
import type { Context } from "../../context";
import { VAULT, findVault, type VaultParams } from "./vaults";

/** Serves a vault's encryption settings as a separate resource, which the Azure CLI reads before a restore. */
export function serveEncryptionConfig(app: App, context: Context): void {
  app.get<{ Params: VaultParams }>(`${VAULT}/backupEncryptionConfigs/backupResourceEncryptionConfig`, ({ params }) => {
    const { id, properties } = findVault(context, params);
    const encryption = properties["encryption"] as { keyVaultProperties?: { keyUri?: string } } | undefined;
    const keyUri = encryption?.keyVaultProperties?.keyUri;
    return {
      id: `${id}/backupEncryptionConfigs/backupResourceEncryptionConfig`,
      name: "backupResourceEncryptionConfig",
      type: "Microsoft.RecoveryServices/vaults/backupEncryptionConfigs",
      properties: {
        encryptionAtRestType: keyUri === undefined ? "MicrosoftManaged" : "CustomerManaged",
        keyUri,
        lastUpdateStatus: "Succeeded",
      },
    };
  });
}
