import * as v from "valibot";
import { caseFold, isSameName } from "../../../azure/case-fold";
import type { App } from "../../app";
import { findOperation, isRunning, sendOperationHeaders, startOperation } from "../../arm/operations";
import { page } from "../../arm/paging";
import { findResourceGroup } from "../../arm/resource-groups";
import { azureTime } from "../../arm/times";
import type { Context } from "../../context";
import { requestContentInvalid } from "../../errors/arm-errors";
import { deletedVaultNotFound } from "../../errors/vault-errors";
import { groupOf } from "../../resources/scope";
import { checkedBody } from "../../strictness/body";
import type { DeletedVault } from "../model";
import { REGION, regionId, type RegionParams } from "../region";
import { deletedVaults, undeleteVault } from "./deleted-vault";

interface RegionRoute {
  Params: RegionParams;
  Querystring: { "api-version": string };
}

interface DeletedVaultRoute {
  Params: RegionParams & { deletedVaultName: string };
  Querystring: { "api-version": string };
  Body: unknown;
}

interface OperationRoute {
  Params: DeletedVaultRoute["Params"] & { operationId: string };
}

const DELETED_VAULTS = `${REGION}/deletedVaults`;
const DELETED_VAULT = `${DELETED_VAULTS}/:deletedVaultName`;
const TYPE = "Microsoft.RecoveryServices/locations/deletedVaults";
const SECONDS_TO_UNDELETE = 10;

const undeleteSchema = v.strictObject({ properties: v.strictObject({ recoveryResourceGroupId: v.string() }) });

/** Serves soft-deleted vaults: list, read and undelete. */
export function serveDeletedVaults(app: App, context: Context): void {
  const find = (params: DeletedVaultRoute["Params"]): DeletedVault => {
    const all = deletedVaults(context, regionId(params));
    const found = all.find(({ name }) => isSameName(name, params.deletedVaultName));
    if (found) return found;
    throw deletedVaultNotFound(params.deletedVaultName, params.location);
  };

  app.get<RegionRoute>(DELETED_VAULTS, (request) => {
    const all = deletedVaults(context, regionId(request.params));
    const { value, nextLink } = page(context, request, all, ({ name }) => caseFold(name));
    return { value: value.map(view), nextLink };
  });

  app.get<DeletedVaultRoute>(DELETED_VAULT, ({ params }) => view(find(params)));

  app.post<DeletedVaultRoute>(`${DELETED_VAULT}/undelete`, ({ params, body, query }, reply) => {
    const deleted = find(params);
    const { recoveryResourceGroupId } = checkedBody(undeleteSchema, body, "DeletedVaultUndeleteInput").properties;
    const group = groupOf(recoveryResourceGroupId);
    if (!group) throw requestContentInvalid(`'${recoveryResourceGroupId}' is not the id of a resource group`);
    undeleteVault(context, deleted, findResourceGroup(context, group).name);
    const operation = startOperation(context, { resourceId: deleted.id, seconds: SECONDS_TO_UNDELETE });
    const url = `${deleted.id}/operations/${operation.id}`;
    sendOperationHeaders(reply, context, { status: url, result: url, apiVersion: query["api-version"] });
    return reply.status(202).send();
  });

  // The deleted vault does not exist any more when a client polls the operation.
  app.get<OperationRoute>(`${DELETED_VAULT}/operations/:operationId`, ({ params }) => {
    const id = `${regionId(params)}/deletedVaults/${params.deletedVaultName}`;
    const operation = findOperation(context, params.operationId, id);
    const status = isRunning(context, operation) ? "InProgress" : "Succeeded";
    return { id: `${id}/operations/${operation.id}`, name: operation.id, status };
  });
}

function view({ id, name, deletedAt, purgeAt, content: { vault } }: DeletedVault): Record<string, unknown> {
  return {
    id,
    name,
    type: TYPE,
    location: vault.location,
    properties: { vaultId: vault.id, vaultDeletionTime: azureTime(deletedAt), purgeAt: azureTime(purgeAt) },
  };
}
