import { caseFold, isSameName } from "../../azure/case-fold";
import type { App } from "../app";
import type { Context } from "../context";
import { softDeleteVault } from "../recovery-services/vaults/deleted-vault";
import { liveItems } from "../recovery-services/items/protection-state";
import { locationOf } from "./locations";
import { requireResourceGroupName } from "./names";
import type { ResourceGroup } from "./resource-group";
import {
  resourceGroupDeletionBlocked,
  resourceGroupLocationFixed,
  resourceGroupNotFound,
  subscriptionNotFound,
} from "../errors/arm-errors";

export interface ResourceGroupParams {
  readonly subscriptionId: string;
  readonly resourceGroupName: string;
}

interface GroupRoute {
  Params: ResourceGroupParams;
  Body: { location?: unknown; tags?: Record<string, string>; managedBy?: string } | undefined;
}

export const SUBSCRIPTION = "/subscriptions/:subscriptionId";
export const RESOURCE_GROUP = `${SUBSCRIPTION}/resourceGroups/:resourceGroupName`;
const TYPE = "Microsoft.Resources/resourceGroups";

export function resourceGroupId({ subscriptionId, resourceGroupName }: ResourceGroupParams): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroupName}`;
}

/**
 * Returns the resource group of a route.
 * @throws ServiceError if there is none
 */
export function findResourceGroup({ state }: Context, params: ResourceGroupParams): ResourceGroup {
  const group = state.resourceGroups.get(resourceGroupId(params));
  if (!group) throw resourceGroupNotFound(params.resourceGroupName);
  return group;
}

export function serveResourceGroups(app: App, context: Context): void {
  const { state } = context;

  app.get<{ Params: { subscriptionId: string } }>(`${SUBSCRIPTION}/resourceGroups`, ({ params }) => ({
    value: state.resourceGroups.under(`/subscriptions/${params.subscriptionId}`).map(view),
  }));

  app.get<GroupRoute>(RESOURCE_GROUP, ({ params }) => view(findResourceGroup(context, params)));

  app.put<GroupRoute>(RESOURCE_GROUP, ({ params, body }, reply) => {
    requireResourceGroupName(params.resourceGroupName);
    const id = resourceGroupId(params);
    const location = locationOf(body?.location, TYPE);
    const existing = state.resourceGroups.get(id);
    if (existing && existing.location !== location) {
      throw resourceGroupLocationFixed(location, existing.location);
    }
    const group: ResourceGroup = {
      id: existing?.id ?? id,
      name: existing?.name ?? params.resourceGroupName,
      location,
      tags: body?.tags ?? {},
      managedBy: body?.managedBy,
    };
    state.resourceGroups.set(id, group);
    return reply.status(existing ? 200 : 201).send(view(group));
  });

  app.patch<GroupRoute>(RESOURCE_GROUP, ({ params, body }) => {
    const existing = findResourceGroup(context, params);
    const group = { ...existing, tags: body?.tags ?? existing.tags, managedBy: body?.managedBy ?? existing.managedBy };
    state.resourceGroups.set(group.id, group);
    return view(group);
  });

  app.delete<GroupRoute>(RESOURCE_GROUP, ({ params }, reply) => {
    const { id, name } = findResourceGroup(context, params);
    const blocking = state.vaults.under(id).filter((vault) => liveItems(context, vault.id).length > 0);
    if (blocking.length > 0) {
      throw resourceGroupDeletionBlocked(
        name,
        blocking.map((vault) => vault.id),
      );
    }
    for (const vault of state.vaults.under(id)) softDeleteVault(context, vault);
    state.resources.deleteUnder(id);
    state.resourceGroups.delete(id);
    return reply.status(200).send();
  });
}

/** Returns the ids of the subscriptions: the one of the account, and every other one that has a resource group. */
export function subscriptionIds({ account, state }: Context): string[] {
  const ids = [account.subscriptionId, ...[...state.resourceGroups.values()].map(({ id }) => id.split("/")[2] ?? "")];
  return [...new Map(ids.map((id) => [caseFold(id), id])).values()];
}

/** Refuses a subscription that the emulator does not have. */
export function requireSubscription(context: Context, subscriptionId: string): void {
  if (isSameName(subscriptionId, context.account.subscriptionId)) return;
  if (!subscriptionIds(context).some((id) => isSameName(id, subscriptionId))) throw subscriptionNotFound(subscriptionId);
}

function view({ id, name, location, tags, managedBy }: ResourceGroup): Record<string, unknown> {
  return { id, name, type: TYPE, location, managedBy, tags, properties: { provisioningState: "Succeeded" } };
}
