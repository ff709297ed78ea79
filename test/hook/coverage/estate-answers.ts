import { GRAPH_QUERIES } from "../../../lib/azure/resource-graph";
import { type ScriptedAzure, scriptedAzure } from "../scripted-azure";

/** The rows of an estate by the query that returns them. */
export type EstateRows = Partial<Record<keyof typeof GRAPH_QUERIES, readonly object[]>>;

const NAME_OF = new Map(Object.entries(GRAPH_QUERIES).map(([name, query]) => [query, name as keyof typeof GRAPH_QUERIES]));

/** Azure Resource Graph with these rows, in pages of `size`. */
export function estateAnswers(rows: EstateRows, size = 1_000): ScriptedAzure {
  return scriptedAzure(({ body }) => {
    const { query, options } = body as { query: string; options: { $skipToken?: string } };
    const all = rows[NAME_OF.get(query) ?? "vms"] ?? [];
    const from = Number(options.$skipToken ?? 0);
    const data = all.slice(from, from + size);
    const next =
      from + size < all.length ? { $skipToken: String(from + size), resultTruncated: "true" } : { resultTruncated: "false" };
    return { body: { totalRecords: all.length, count: data.length, data, ...next } };
  });
}

export const subscriptionRow = (id: string, name = `Name of ${id}`) => ({ id: `/subscriptions/${id}`, subscriptionId: id, name });

export const vmIdOf = (name: string, subscription = "s1", group = "rg-app"): string =>
  `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Compute/virtualMachines/${name}`;

export const vaultIdOf = (name: string, subscription = "s1"): string =>
  `/subscriptions/${subscription}/resourceGroups/rg-backup/providers/Microsoft.RecoveryServices/vaults/${name}`;

export function vmRow(
  name: string,
  more: { subscription?: string; group?: string; tags?: object | null; createdAt?: string; location?: string } = {},
) {
  const { subscription, group, tags = null, createdAt = "", location = "westeurope" } = more;
  return { id: vmIdOf(name, subscription, group), location, tags, createdAt };
}

export interface ItemFacts {
  readonly vault?: string;
  readonly vmId?: string;
  readonly state?: string;
  readonly point?: string | null;
  readonly policy?: string;
}

export function itemRow(
  name: string,
  {
    vault = vaultIdOf("rsv"),
    vmId = vmIdOf(name),
    state = "ProtectionConfigured",
    point = null,
    policy = "daily",
  }: ItemFacts = {},
) {
  const item = `iaasvmcontainerv2;rg-app;${name}`;
  return {
    id: `${vault}/backupFabrics/Azure/protectionContainers/IaasVMContainer;${item}/protectedItems/VM;${item}`,
    ...{ vmId, protectionState: "Protected", currentState: state, lastRecoveryPoint: point },
    policyId: policy === "" ? "" : `${vault}/backupPolicies/${policy}`,
  };
}

export function policyRow(name: string, retentionPolicy: object, vault = vaultIdOf("rsv")) {
  return { id: `${vault}/backupPolicies/${name}`, name, properties: { timeZone: "UTC", retentionPolicy } };
}
