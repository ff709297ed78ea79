import { caseFold, isSameName } from "../../azure/case-fold";
import { pathOf, readable } from "../request-path";
import type { Context } from "../context";
import { referenceNotFound } from "../errors/arm-errors";

const SUBSCRIPTION = /^\/subscriptions\/[^/]+$/i;
const GROUP = /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)/i;

const SUBSCRIPTION_OR_GROUP = /^\/subscriptions\/([^/]+)(?:\/resourceGroups\/([^/]+))?/i;

/** Returns a decoded path without doubled slashes, with Azure's letter case of `subscriptions` and `resourceGroups`. */
export function normalizedPath(url: string): string {
  return readable(pathOf(url))
    .replace(/\/{2,}/g, "/")
    .replace(/\/$/, "")
    .replace(SUBSCRIPTION_OR_GROUP, (_, subscription: string, group?: string) =>
      group === undefined ? `/subscriptions/${subscription}` : `/subscriptions/${subscription}/resourceGroups/${group}`,
    );
}

/** Returns the scope in the id of an extension resource. */
export function scopeOf(id: string): string {
  return id.slice(0, Math.max(0, id.toLowerCase().lastIndexOf("/providers/")));
}

/** Returns the resource group in an id. */
export function groupOf(id: string): { readonly subscriptionId: string; readonly resourceGroupName: string } | undefined {
  const [, subscriptionId, resourceGroupName] = GROUP.exec(id) ?? [];
  return subscriptionId && resourceGroupName ? { subscriptionId, resourceGroupName } : undefined;
}

export function isSubscription(id: string): boolean {
  return SUBSCRIPTION.test(id);
}

/** Whether an id is the scope, or is below it. */
export function isWithin(id: string, scope: string): boolean {
  return `${caseFold(id)}/`.startsWith(`${caseFold(scope)}/`);
}

/** Whether a resource with that id exists. */
export function exists({ state, account }: Context, id: string): boolean {
  const places = [state.resources, state.vaults, state.policies, state.protectedItems, state.resourceGroups];
  return places.some((registry) => registry.get(id)) || isSameName(id, `/subscriptions/${account.subscriptionId}`);
}

/** Refuses a body that refers to a resource that does not exist. */
export function requireReferences(context: Context, id: string, references: readonly unknown[]): void {
  for (const reference of references) {
    if (typeof reference !== "string" || !exists(context, reference)) {
      throw referenceNotFound(String(reference), id);
    }
  }
}
