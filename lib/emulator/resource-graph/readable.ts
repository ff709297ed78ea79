import { caseFold, isSameName } from "../../azure/case-fold";
import { RowType } from "../../azure/resource-graph";
import { allows } from "../../azure/permission";
import type { Context } from "../context";
import { graphAccessDenied } from "../errors/graph-errors";
import { subscriptionIds } from "../arm/resource-groups";
import { rightsOf } from "../resources/permissions";
import { isWithin } from "../resources/scope";
import type { Caller } from "../strictness/authorization";
import { subscriptionsBelow } from "./management-groups";

/** Where a query looks. */
export interface QueryScope {
  readonly subscriptions?: readonly string[] | null | undefined;
  readonly managementGroups?: readonly string[] | null | undefined;
}

/**
 * Returns whether the caller may read a row. A subscription is visible to everybody who has a role in it, at any scope, as in the list of
 * subscriptions.
 */
export function readsOf(context: Context, caller: Caller): (id: string, type: string) => boolean {
  if (isSameName(caller.oid, context.account.objectId)) return () => true;
  const rights = rightsOf(context, caller.oid);
  return (id, type) =>
    type === RowType.subscription
      ? rights.some(({ scope }) => isWithin(scope, id))
      : rights.some(({ scope, permissions }) => isWithin(id, scope) && allows(permissions, `${type}/read`));
}

/**
 * Returns whether a query looks in the subscription of an id. Without a scope it looks in all of the tenant.
 * @throws ServiceError if the query names subscriptions or management groups, and the caller can read in none of them
 */
export function scopeFilter(
  context: Context,
  { subscriptions, managementGroups }: QueryScope,
  reads: (id: string, type: string) => boolean,
): (id: string) => boolean {
  if (!subscriptions && !managementGroups) return () => true;
  const named = subscriptions ?? (managementGroups ?? []).flatMap((group) => subscriptionsBelow(context, group));
  const known = subscriptionIds(context).filter((id) => named.some((name) => isSameName(name, id)));
  if (!known.some((id) => reads(`/subscriptions/${id}`, RowType.subscription))) throw graphAccessDenied();
  const wanted = new Set(known.map(caseFold));
  return (id) => wanted.has(caseFold(id.split("/")[2] ?? ""));
}
