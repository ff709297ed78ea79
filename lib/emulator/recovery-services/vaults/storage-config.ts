import * as v from "valibot";
import type { App } from "../../app";
import type { Context } from "../../context";
import { checkedBody } from "../../strictness/body";
import type { Vault } from "../model";
import { mergedProperties } from "./vault-properties";
import { hadItems, requireAllowedChange } from "./vault-rules";
import { VAULT, findVault, type VaultParams } from "./vaults";

interface StorageRoute {
  Params: VaultParams;
  Body: unknown;
}

const text = v.nullish(v.string());
const redundancies = ["GeoRedundant", "LocallyRedundant", "ZoneRedundant"] as const;
const redundancy = v.nullish(v.picklist(redundancies, "it must be GeoRedundant, LocallyRedundant or ZoneRedundant."));

const storageSchema = v.strictObject({
  ...{ id: text, name: text, type: text, eTag: text, location: text, tags: v.nullish(v.looseObject({})) },
  properties: v.optional(
    v.strictObject({
      storageModelType: redundancy,
      storageType: redundancy,
      storageTypeState: text,
      crossRegionRestoreFlag: v.nullish(v.boolean()),
      dedupState: text,
      xcoolState: text,
    }),
  ),
});

interface Redundancy {
  readonly standardTierStorageRedundancy?: string;
  readonly crossRegionRestore?: string;
}

/** Serves the redundancy of a vault as a separate resource, which the Azure CLI reads and sets. */
export function serveStorageConfig(app: App, context: Context): void {
  const url = `${VAULT}/backupstorageconfig/vaultstorageconfig`;

  app.get<StorageRoute>(url, ({ params }) => view(findVault(context, params)));

  app.route<StorageRoute>({
    method: ["PUT", "PATCH"],
    url,
    handler: ({ params, body, method }, reply) => {
      const existing = findVault(context, params);
      const { properties = {} } = checkedBody(storageSchema, body, "BackupResourceConfigResource");
      const { storageModelType, storageType, crossRegionRestoreFlag: flag } = properties;
      const type = storageModelType ?? storageType;
      const redundancySettings: Redundancy = {
        ...(type ? { standardTierStorageRedundancy: type } : {}),
        ...(typeof flag === "boolean" ? { crossRegionRestore: flag ? "Enabled" : "Disabled" } : {}),
      };
      const vault: Vault = { ...existing, properties: mergedProperties(existing.properties, { redundancySettings }) };
      requireAllowedChange(context, existing, vault);
      context.state.vaults.set(vault.id, vault);
      return method === "PATCH" ? reply.status(204).send() : view(vault);
    },
  });

  function view(vault: Vault): Record<string, unknown> {
    const { standardTierStorageRedundancy: type, crossRegionRestore } = (vault.properties["redundancySettings"] ??
      {}) as Redundancy;
    return {
      id: `${vault.id}/backupstorageconfig/vaultstorageconfig`,
      name: "vaultstorageconfig",
      type: "Microsoft.RecoveryServices/vaults/backupstorageconfig",
      properties: {
        storageModelType: type,
        storageType: type,
        storageTypeState: hadItems(context, vault) ? "Locked" : "Unlocked",
        crossRegionRestoreFlag: crossRegionRestore === "Enabled",
        dedupState: "Disabled",
        xcoolState: "Disabled",
      },
    };
  }
}
