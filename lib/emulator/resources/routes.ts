import type { App } from "../app";
import { findOperation, operationStatus } from "../arm/operations";
import { page } from "../arm/paging";
import { RESOURCE_GROUP, SUBSCRIPTION, findResourceGroup, type ResourceGroupParams } from "../arm/resource-groups";
import type { Context } from "../context";
import { caseFold } from "../../azure/case-fold";
import { serveProviders } from "./providers";
import { filtered, listedResources } from "./resource-list";
import { serveResources } from "./resources";
import { instanceView } from "./types/compute";
import { resourceNotFound } from "../errors/arm-errors";

interface ListRoute {
  Params: { subscriptionId: string };
  Querystring: { $filter?: string; $top?: string };
}

/**
 * Serves Azure Resource Manager except resource groups and vaults: providers, lists of resources, and every other resource type.
 */
export function serveControlPlane(app: App, context: Context): void {
  serveProviders(app, context);

  const list = (scope: string) => (request: Parameters<typeof page>[1]) => {
    const { $filter, $top } = request.query as ListRoute["Querystring"];
    const found = filtered(listedResources(context, scope), $filter);
    const { value, nextLink } = page(context, request, found, ({ id }) => caseFold(id));
    const top = Number($top);
    return top > 0 ? { value: value.slice(0, top) } : { value, nextLink };
  };

  app.get<ListRoute>(`${SUBSCRIPTION}/resources`, (request) => list(`/subscriptions/${request.params.subscriptionId}`)(request));
  app.get<{ Params: ResourceGroupParams }>(`${RESOURCE_GROUP}/resources`, (request) =>
    list(findResourceGroup(context, request.params).id)(request),
  );

  // The emulator deletes workspaces permanently, as Azure does with `force=true`.
  app.get(`${SUBSCRIPTION}/providers/Microsoft.OperationalInsights/deletedWorkspaces`, () => ({ value: [] }));

  app.get<{ Params: ResourceGroupParams & { vmName: string } }>(
    `${RESOURCE_GROUP}/providers/Microsoft.Compute/virtualMachines/:vmName/instanceView`,
    ({ params }) => {
      const { id, name: group } = findResourceGroup(context, params);
      const type = "Microsoft.Compute/virtualMachines";
      const vm = context.state.resources.get(`${id}/providers/${type}/${params.vmName}`);
      if (!vm) throw resourceNotFound(type, params.vmName, group);
      return instanceView(context, vm);
    },
  );

  app.get<{ Params: { subscriptionId: string; operationId: string } }>(
    `${SUBSCRIPTION}/providers/:namespace/locations/:location/operationStatuses/:operationId`,
    ({ params }) =>
      operationStatus(context, findOperation(context, params.operationId, `/subscriptions/${params.subscriptionId}`)),
  );

  serveResources(app, context);
}
