import type { App } from "../app";
import type { Context } from "../context";
import { SUBSCRIPTION } from "./resource-groups";

/** The one subscription there is. */
export function serveSubscriptions(app: App, { account }: Context): void {
  const { subscriptionId, tenantId } = account;
  const subscription = {
    id: `/subscriptions/${subscriptionId}`,
    subscriptionId,
    tenantId,
    displayName: "Emulated subscription",
    state: "Enabled",
    authorizationSource: "RoleBased",
    subscriptionPolicies: { locationPlacementId: "Public_2014-09-01", quotaId: "PayAsYouGo_2014-09-01", spendingLimit: "Off" },
    managedByTenants: [],
  };
  app.get("/subscriptions", () => ({ value: [subscription], count: { type: "Total", value: 1 } }));
  app.get(SUBSCRIPTION, () => subscription);
}
