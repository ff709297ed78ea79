import type { Arguments, DeclaredType } from "../declared-types";
import { inGroup, one, TRACKED, tracked } from "./parts";

const VERSION = "2023-05-01";
const SETTINGS = [
  "account_kind",
  "account_replication_type",
  "account_tier",
  "allow_nested_items_to_be_public",
  "min_tls_version",
];

export const STORAGE: Readonly<Record<string, DeclaredType>> = {
  azurerm_storage_account: {
    known: [...TRACKED, ...SETTINGS, "cross_tenant_replication_enabled", "local_user_enabled"],
    apiVersion: VERSION,
    id: inGroup("Microsoft.Storage/storageAccounts"),
    body: (account) => ({
      ...tracked(account),
      kind: account["account_kind"] as unknown,
      sku: { name: `${String(account["account_tier"])}_${String(account["account_replication_type"])}` },
      properties: {
        minimumTlsVersion: account["min_tls_version"] as unknown,
        allowBlobPublicAccess: account["allow_nested_items_to_be_public"] as unknown,
        allowCrossTenantReplication: account["cross_tenant_replication_enabled"] as unknown,
        isLocalUserEnabled: account["local_user_enabled"] as unknown,
      },
    }),
  },
  azurerm_storage_management_policy: {
    known: ["storage_account_id", "rule"],
    apiVersion: VERSION,
    id: ({ storage_account_id: account }) => `${String(account)}/managementPolicies/default`,
    body: ({ rule: rules }) => ({ properties: { policy: { rules: (rules as Arguments[]).map(ruleOf) } } }),
  },
};

function ruleOf({ name, enabled, filters, actions }: Arguments): object {
  const days = one(one(actions)?.["base_blob"])?.["delete_after_days_since_modification_greater_than"] as unknown;
  const definition = {
    filters: { blobTypes: one(filters)?.["blob_types"] as unknown },
    actions: { baseBlob: { delete: { daysAfterModificationGreaterThan: days } } },
  };
  return { name: name as unknown, enabled: enabled as unknown, type: "Lifecycle", definition };
}
