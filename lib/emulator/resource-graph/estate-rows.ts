import { caseFold } from "../../azure/case-fold";
import { GRAPH_QUERIES, RowType } from "../../azure/resource-graph";
import { subscriptionIds } from "../arm/resource-groups";
import type { Context } from "../context";
import { itemView } from "../recovery-services/items/item-view";
import { isPresent } from "../recovery-services/items/protection-state";
import type { ProtectedItem } from "../recovery-services/model";
import { GUARD_PROXY } from "../recovery-services/vaults/resource-guard";
import { propertiesView } from "../recovery-services/vaults/vault-properties";
import { propertiesOf } from "../resources/body";
import type { GenericResource } from "../arm/generic-resources";
import type { Row, RowsOf } from "./row";

/** The queries of the hook, each with the columns that it projects. */
export const ESTATE_QUERIES: Readonly<Record<keyof typeof GRAPH_QUERIES, RowsOf>> = {
  subscriptions: (context) =>
    subscriptionIds(context).map((subscriptionId) => {
      const id = `/subscriptions/${subscriptionId}`;
      return row(id, RowType.subscription, () => ({ subscriptionId, name: "Emulated subscription" }));
    }),
  vms: (context) =>
    vms(context).map((vm) => {
      const { location = null, tags = null } = vm.body;
      return row(vm.id, RowType.vm, () => ({ location, tags, createdAt: propertiesOf(vm)["timeCreated"] ?? "" }));
    }),
  items: (context) =>
    items(context).map((item) =>
      row(item.id, RowType.item, () => {
        const { lastRecoveryPoint = null, policyId } = propertiesNow(context, item);
        return { ...statesOf(context, item), lastRecoveryPoint, policyId };
      }),
    ),
  pending: (context, reads) => {
    const byKey = new Map(vms(context).map((vm) => [caseFold(vm.id), vm]));
    return items(context)
      .filter((item) => isPending(context, item))
      .map((item) => {
        const vm = byKey.get(caseFold(item.vmId));
        const seen = vm && reads(vm.id, RowType.vm) ? vm : undefined;
        const joined = { vmFound: seen?.id ?? "", vmTags: seen?.body["tags"] ?? null };
        return row(item.id, RowType.item, () => ({ ...statesOf(context, item), ...joined }));
      });
  },
  policies: ({ state }) =>
    [...state.policies.values()]
      .filter(({ properties }) => properties["backupManagementType"] === "AzureIaasVM")
      .map(({ id, name, properties }) => row(id, RowType.policy, () => ({ name, properties }))),
  vaults: ({ state }) =>
    [...state.vaults.values()].map((vault) =>
      row(vault.id, RowType.vault, () => {
        const isGuarded = state.resources.under(vault.id).some(({ type }) => type === GUARD_PROXY);
        const guarded = isGuarded ? { multiUserAuthorization: "Enabled" } : {};
        return { location: vault.location, security: { ...(propertiesView(vault)["securitySettings"] as object), ...guarded } };
      }),
    ),
};

function row(id: string, type: string, columns: () => Record<string, unknown>): Row {
  return { id, type, columns: () => ({ id, ...columns() }) };
}

function vms({ state }: Context): GenericResource[] {
  return [...state.resources.values()].filter(({ type }) => caseFold(type) === RowType.vm);
}

function items({ state, clock }: Context): ProtectedItem[] {
  const now = clock.now();
  return [...state.protectedItems.values()].filter((item) => isPresent(item, now));
}

function propertiesNow(context: Context, item: ProtectedItem): Readonly<Record<string, unknown>> {
  return itemView(context, item, { apiVersion: "2026-07-01" })["properties"] as Readonly<Record<string, unknown>>;
}

function isPending(context: Context, item: ProtectedItem): boolean {
  const { lastRecoveryPoint, protectionState } = propertiesNow(context, item);
  return lastRecoveryPoint === undefined || protectionState === "IRPending";
}

/** What the queries of items project of an item's state. `BackupsSuspended` in the second column is the emulator's own. */
function statesOf(context: Context, item: ProtectedItem): Record<string, unknown> {
  const { protectionState, isScheduledForDeferredDelete: softDeleted } = propertiesNow(context, item);
  const isActive = protectionState === "IRPending" || protectionState === "Protected";
  const currentState = softDeleted ? "SoftDeleted" : isActive ? "ProtectionConfigured" : protectionState;
  return { vmId: item.vmId, protectionState, currentState };
}
