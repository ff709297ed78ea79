import type { FastifyReply } from "fastify";
import type { App } from "../../app";
import { findOperation, isRunning, operationStatus, sendOperationHeaders } from "../../arm/operations";
import type { Operation } from "../../arm/operation";
import type { Context } from "../../context";
import { ITEM, type ItemParams } from "./items";
import { itemView } from "./item-view";
import { isPresent, isSoftDeleted } from "./protection-state";
import { VAULT, findVault, type VaultParams } from "../vaults/vaults";

interface ItemOperationRoute {
  Params: ItemParams & { operationId: string };
  Querystring: { "api-version": string };
}

interface VaultOperationRoute {
  Params: VaultParams & { operationId: string };
}

export interface ItemOperationLinks {
  readonly apiVersion: string;
  /** In emulated seconds; undefined if no `Retry-After` is sent. */
  readonly retryAfter: number | undefined;
  /** The vault, if the operation is followed on the vault, as a deletion is. */
  readonly vaultId?: string | undefined;
}

/** Answers a request that starts an operation of a protected item: 202, no body, links to follow the operation. */
export function acceptItemOperation(
  reply: FastifyReply,
  context: Context,
  operation: Operation,
  { apiVersion, retryAfter, vaultId }: ItemOperationLinks,
): FastifyReply {
  sendOperationHeaders(reply, context, {
    status: vaultId ? `${vaultId}/backupOperations/${operation.id}` : `${operation.resourceId}/operationsStatus/${operation.id}`,
    result: vaultId
      ? `${vaultId}/backupOperationResults/${operation.id}`
      : `${operation.resourceId}/operationResults/${operation.id}`,
    apiVersion,
    retryAfter,
    signed: true,
  });
  return reply.status(202).send();
}

/** Serves the status and the result of operations, on the protected item and on its vault. */
export function serveItemOperations(app: App, context: Context): void {
  const { clock, state } = context;

  const find = (params: VaultOperationRoute["Params"]): Operation =>
    findOperation(context, params.operationId, findVault(context, params).id);

  app.get<ItemOperationRoute>(`${ITEM}/operationsStatus/:operationId`, ({ params }) => {
    return operationStatus(context, find(params));
  });

  app.get<ItemOperationRoute>(`${ITEM}/operationResults/:operationId`, ({ params, query }, reply) => {
    const operation = find(params);
    if (isRunning(context, operation)) return reply.status(202).send();
    const item = state.protectedItems.get(operation.resourceId);
    const now = clock.now();
    if (!item || !isPresent(item, now) || isSoftDeleted(item, now)) return reply.status(204).send();
    return itemView(context, item, { apiVersion: query["api-version"] });
  });

  app.get<VaultOperationRoute>(`${VAULT}/backupOperations/:operationId`, ({ params }) => {
    return operationStatus(context, find(params));
  });

  app.get<VaultOperationRoute>(`${VAULT}/backupOperationResults/:operationId`, ({ params }, reply) => {
    return reply.status(isRunning(context, find(params)) ? 202 : 204).send();
  });
}
