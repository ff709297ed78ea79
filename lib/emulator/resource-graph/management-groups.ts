import * as v from "valibot";
import { caseFold, isSameName } from "../../azure/case-fold";
import { nameIn } from "../../azure/id-parts";
import type { App } from "../app";
import type { GenericResource } from "../arm/generic-resources";
import { subscriptionIds } from "../arm/resource-groups";
import type { Context } from "../context";
import { subscriptionNotFound } from "../errors/arm-errors";
import { managementGroupNotFound } from "../errors/graph-errors";
import { propertiesOf } from "../resources/body";
import { checkedBody } from "../strictness/body";

const TYPE = "Microsoft.Management/managementGroups";
const SUBSCRIPTIONS = `${TYPE}/subscriptions`;
const ROOT = `/providers/${TYPE}`;

interface GroupRoute {
  Params: { name: string };
  Body: unknown;
}

interface MemberRoute {
  Params: { name: string; subscriptionId: string };
}

const groupSchema = v.looseObject({
  properties: v.nullish(
    v.looseObject({
      displayName: v.nullish(v.string()),
      details: v.nullish(v.looseObject({ parent: v.nullish(v.looseObject({ id: v.string() })) })),
    }),
  ),
});

/** Serves management groups: creating one below another, and moving a subscription to one. The root group has the id of the tenant. */
export function serveManagementGroups(app: App, context: Context): void {
  const { state } = context;
  app.get<GroupRoute>(`${ROOT}/:name`, ({ params: { name } }) => viewOf(context, name));

  app.put<GroupRoute>(`${ROOT}/:name`, ({ params: { name }, body }) => {
    const { properties } = checkedBody(groupSchema, body, "CreateManagementGroupRequest");
    const parent = nameIn(properties?.details?.parent?.id ?? `${ROOT}/${context.account.tenantId}`);
    requireGroup(context, parent);
    const id = `${ROOT}/${name}`;
    state.resources.set(id, {
      id,
      name,
      type: TYPE,
      body: { properties: { displayName: properties?.displayName ?? name, parent } },
    });
    return viewOf(context, name);
  });

  app.put<MemberRoute>(`${ROOT}/:name/subscriptions/:subscriptionId`, ({ params: { name, subscriptionId } }) => {
    requireGroup(context, name);
    if (!subscriptionIds(context).some((id) => isSameName(id, subscriptionId))) throw subscriptionNotFound(subscriptionId);
    // A subscription is in one group.
    for (const { id } of memberships(context)) if (isSameName(nameIn(id), subscriptionId)) state.resources.delete(id);
    const id = `${ROOT}/${name}/subscriptions/${subscriptionId}`;
    const resource = { id, name: subscriptionId, type: SUBSCRIPTIONS };
    state.resources.set(id, { ...resource, body: { group: name } });
    return resource;
  });
}

const GROUP_ID = new RegExp(`^${ROOT}/([^/]+)$`, "i");

/** Returns what a scope stands for: a management group for itself and its subscriptions, every other scope for itself. */
export function scopesBelow(context: Context, scope: string): string[] {
  const [, group] = GROUP_ID.exec(scope) ?? [];
  return group === undefined ? [scope] : [scope, ...subscriptionsBelow(context, group).map((id) => `/subscriptions/${id}`)];
}

/** Whether an id is the id of a management group that exists. */
export function isManagementGroup(context: Context, id: string): boolean {
  const [, name] = GROUP_ID.exec(id) ?? [];
  return name !== undefined && hasGroup(context, name);
}

/** Returns the ids of the subscriptions in a management group and the groups below it. An unknown group has none. */
export function subscriptionsBelow(context: Context, group: string): string[] {
  if (isSameName(group, context.account.tenantId)) return subscriptionIds(context);
  const groups = new Set([caseFold(group)]);
  for (let before = 0; before < groups.size;) {
    before = groups.size;
    for (const { name, parent } of allGroups(context)) if (groups.has(caseFold(parent))) groups.add(caseFold(name));
  }
  return memberships(context)
    .filter(({ body }) => groups.has(caseFold(String(body["group"]))))
    .map(({ id }) => nameIn(id));
}

function viewOf(context: Context, name: string): Record<string, unknown> {
  const { tenantId } = context.account;
  requireGroup(context, name);
  const { displayName, parent } = allGroups(context).find((group) => isSameName(group.name, name)) ?? {
    displayName: "Tenant Root Group",
  };
  const details = parent === undefined ? {} : { details: { parent: { id: `${ROOT}/${parent}`, name: parent } } };
  return { id: `${ROOT}/${name}`, name, type: TYPE, properties: { tenantId, displayName, ...details } };
}

function requireGroup(context: Context, name: string): void {
  if (!hasGroup(context, name)) throw managementGroupNotFound(name);
}

function hasGroup(context: Context, name: string): boolean {
  return isSameName(name, context.account.tenantId) || allGroups(context).some((group) => isSameName(group.name, name));
}

function allGroups(context: Context): { readonly name: string; readonly displayName: string; readonly parent: string }[] {
  return resourcesOf(context, TYPE).map((group) => {
    const { displayName, parent } = propertiesOf(group);
    return { name: group.name, displayName: String(displayName), parent: String(parent) };
  });
}

function memberships(context: Context): GenericResource[] {
  return resourcesOf(context, SUBSCRIPTIONS);
}

function resourcesOf({ state }: Context, type: string): GenericResource[] {
  return [...state.resources.values()].filter((resource) => resource.type === type);
}
