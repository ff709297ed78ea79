import type { App } from "../app";
import type { Context } from "../context";
import { SUBSCRIPTION, subscriptionIds } from "./resource-groups";

/** Serves the subscriptions of the tenant. */
export function serveSubscriptions(app: App, context: Context): void {
  const view = (subscriptionId: string) => ({
    id: `/subscriptions/${subscriptionId}`,
    subscriptionId,
    tenantId: context.account.tenantId,
    displayName: "Emulated subscription",
    state: "Enabled",
    authorizationSource: "RoleBased",
    subscriptionPolicies: { locationPlacementId: "Public_2014-09-01", quotaId: "PayAsYouGo_2014-09-01", spendingLimit: "Off" },
    managedByTenants: [],
  });
  app.get("/subscriptions", () => {
    const value = subscriptionIds(context).map(view);
    return { value, count: { type: "Total", value: value.length } };
  });
  app.get<{ Params: { subscriptionId: string } }>(SUBSCRIPTION, ({ params }) => view(params.subscriptionId));
}
