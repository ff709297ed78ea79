import { randomUUID } from "node:crypto";
import { formatVaultId } from "../../../azure/resource-id";
import type { App } from "../../app";
import { findOperation, isRunning, sendOperationHeaders, startOperation } from "../../arm/operations";
import { findResourceGroup } from "../../arm/resource-groups";
import type { Context } from "../../context";
import { vaultNotEmpty } from "../../errors/vault-errors";
import { liveItems } from "../items/protection-state";
import { softDeleteVault } from "./deleted-vault";
import { VAULT, type VaultParams } from "./vaults";

interface DeletionRoute {
  Params: VaultParams;
  Querystring: { "api-version": string };
}

interface OperationRoute {
  Params: VaultParams & { operationId: string };
}

const SECONDS_TO_DELETE = 3;
/** From this api-version on, the deletion of a vault is an operation. Before, it has ended when the answer arrives. */
const ASYNCHRONOUS_SINCE = "2025-08-01";
const SIGNED_SINCE = "2026";

/** Serves the deletion of vaults, which keeps them as deleted vaults for some time. */
export function serveVaultDeletion(app: App, context: Context): void {
  app.delete<DeletionRoute>(VAULT, ({ params, query }, reply) => {
    findResourceGroup(context, params);
    const vault = context.state.vaults.get(formatVaultId(params));
    if (!vault) return reply.status(204).send();
    const blocking = liveItems(context, vault.id);
    if (blocking.length > 0) throw vaultNotEmpty(blocking.map(({ containerName }) => containerName));
    softDeleteVault(context, vault);
    const apiVersion = query["api-version"];
    if (apiVersion < ASYNCHRONOUS_SINCE) return reply.status(200).send();
    const { id } = startOperation(context, { id: operationId(), resourceId: vault.id, seconds: SECONDS_TO_DELETE });
    const status = `${vault.id}/operationStatus/${id}`;
    const result = `${vault.id}/operationResults/${id}`;
    sendOperationHeaders(reply, context, { status, result, apiVersion, signed: apiVersion >= SIGNED_SINCE });
    return reply.status(202).send();
  });

  // Clients use both routes when the vault does not exist any more.
  app.get<OperationRoute>(`${VAULT}/operationStatus/:operationId`, ({ params }) => {
    const id = formatVaultId(params);
    const operation = findOperation(context, params.operationId, id);
    const status = isRunning(context, operation) ? "InProgress" : "Succeeded";
    return { id: `${id}/operationStatus/${operation.id}`, name: operation.id, status };
  });

  app.get<OperationRoute>(`${VAULT}/operationResults/:operationId`, ({ params }, reply) => {
    const operation = findOperation(context, params.operationId, formatVaultId(params));
    return reply.status(isRunning(context, operation) ? 202 : 204).send();
  });
}

/** Returns the id of a deletion's operation. It is base64 text with its padding, not a GUID. */
function operationId(): string {
  return Buffer.from(`${randomUUID()};${randomUUID()}`).toString("base64");
}
