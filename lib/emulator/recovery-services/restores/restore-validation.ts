import type { App } from "../../app";
import { findOperation, isRunning, operationStatus, sendOperationHeaders, startOperation } from "../../arm/operations";
import type { Context } from "../../context";
import { restoreInputInvalid } from "../../errors/restore-errors";
import { jobError } from "../../errors/job-errors";
import { checkedBody } from "../../strictness/body";
import { findItem } from "../items/items";
import { findPoint } from "../recovery-points/recovery-points";
import { VAULT, findVault, type VaultParams } from "../vaults/vaults";
import { isInVault, parseProtectedItemId } from "../../../azure/resource-id";
import { restoreProblems } from "./restore-checks";
import type { ValidationFinding } from "./restore-details";
import { validationSchema } from "./restore-request";

interface ValidateRoute {
  Params: VaultParams;
  Querystring: { "api-version": string };
  Body: unknown;
}

interface OperationRoute {
  Params: VaultParams & { operationId: string };
}

const SECONDS_TO_VALIDATE = 10;
const POINT = /^(.+)\/recoveryPoints\/([^/]+)$/i;

/** Serves the validation of a restore, which changes nothing. */
export function serveRestoreValidation(app: App, context: Context): void {
  app.post<ValidateRoute>(`${VAULT}/backupValidateOperation`, ({ params, body }) => {
    return { validateOperationResponse: { validationResults: findingsOf(context, params, body) } };
  });

  app.post<ValidateRoute>(`${VAULT}/backupTriggerValidateOperation`, ({ params, body, query }, reply) => {
    const { id } = findVault(context, params);
    const findings = findingsOf(context, params, body);
    const operation = startOperation(context, { resourceId: id, seconds: SECONDS_TO_VALIDATE, findings });
    sendOperationHeaders(reply, context, {
      status: `${id}/backupValidateOperationsStatuses/${operation.id}`,
      result: `${id}/backupValidateOperationResults/${operation.id}`,
      apiVersion: query["api-version"],
      signed: true,
    });
    return reply.status(202).send();
  });

  app.get<OperationRoute>(`${VAULT}/backupValidateOperationsStatuses/:operationId`, ({ params }) => {
    const operation = findOperation(context, params.operationId, findVault(context, params).id);
    const status = operationStatus(context, operation);
    if (isRunning(context, operation)) return status;
    const validateOperationResponse = { validationResults: operation.findings ?? [] };
    return { ...status, properties: { objectType: "OperationStatusValidateOperationExtendedInfo", validateOperationResponse } };
  });

  app.get<OperationRoute>(`${VAULT}/backupValidateOperationResults/:operationId`, ({ params }, reply) => {
    const operation = findOperation(context, params.operationId, findVault(context, params).id);
    if (isRunning(context, operation)) return reply.status(202).send();
    return { validateOperationResponse: { validationResults: operation.findings ?? [] } };
  });
}

function findingsOf(context: Context, params: VaultParams, body: unknown): ValidationFinding[] {
  const vault = findVault(context, params);
  const { id, properties, restoreRequest } = checkedBody(validationSchema, body, "ValidateOperationRequestResource");
  const request = properties?.restoreRequest ?? restoreRequest;
  if (!request) throw restoreInputInvalid("a validation needs a restoreRequest");
  const [, itemId = "", pointName = ""] = POINT.exec(id ?? "") ?? [];
  const itemParams = parseProtectedItemId(itemId);
  if (!itemParams || !isInVault(itemParams, vault.id)) {
    throw restoreInputInvalid("the id of a validation must be that of a recovery point in the vault");
  }
  const item = findItem(context, itemParams);
  const point = findPoint(context, item, pointName);
  const problems = restoreProblems(context, { vault, item, point, region: vault.location }, request);
  const fault = context.state.faults.take("restoreValidation", { path: item.vmId });
  const injected = fault ? [{ ...jobError(fault.code, "restore"), ...(fault.message ? { message: fault.message } : {}) }] : [];
  return [...problems, ...injected].map(({ code, message }) => ({ code, message, recommendations: [] }));
}
