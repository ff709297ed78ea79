import type { FastifyRequest } from "fastify";
import type { App } from "../../app";
import type { Operation } from "../../arm/operation";
import { startOperation } from "../../arm/operations";
import type { Context } from "../../context";
import { restoreInputInvalid } from "../../errors/restore-errors";
import { operationError } from "../../faults/operation-fault";
import { checkedBody } from "../../strictness/body";
import { acceptItemOperation } from "../items/item-operations";
import { ITEM, findItem, type ItemParams } from "../items/items";
import { activityIdOf } from "../jobs/jobs";
import { backupOfPoint, findPoint } from "../recovery-points/recovery-points";
import { requireUnguarded } from "../vaults/resource-guard";
import { findVault } from "../vaults/vaults";
import { requireRestoreAccess } from "./restore-access";
import { restoreProblems, type RestoreSubject } from "./restore-checks";
import { restoreSchema, type RestoreRequest } from "./restore-request";
import { rehydrationOf, simulateRestore } from "./restore-simulation";

interface RestoreRoute {
  Params: ItemParams & { recoveryPointId: string };
  Querystring: { "api-version": string };
  Body: unknown;
}

/** How long the operation of a restore takes. It only starts the job. */
const SECONDS_TO_START = 1;

/** Serves restores of a recovery point: of its disks, to a new VM, or in place of the VM's disks. */
export function serveRestores(app: App, context: Context): void {
  app.post<RestoreRoute>(`${ITEM}/recoveryPoints/:recoveryPointId/restore`, (httpRequest, reply) => {
    const { params, body, query } = httpRequest;
    const vault = findVault(context, params);
    const item = findItem(context, params);
    const { properties: request } = checkedBody(restoreSchema, body, "RestoreRequestResource");
    const point = findPoint(context, item, params.recoveryPointId);
    if (request.recoveryPointId !== point.name) {
      throw restoreInputInvalid(`recoveryPointId is ${request.recoveryPointId}, and the path names ${point.name}`);
    }
    requireUnguarded(context, vault.id, "restore", request.resourceGuardOperationRequests);
    const subject: RestoreSubject = { vault, item, point, region: vault.location };
    const operation = startRestore(context, httpRequest, subject, request, { operation: "Restore", resourceId: item.id });
    return acceptItemOperation(reply, context, operation, { apiVersion: query["api-version"], retryAfter: undefined });
  });
}

/**
 * Checks a restore and starts its job, unless a fault makes the operation fail. Returns the operation, which has the id of the job.
 * @throws ServiceError if the restore is not possible
 */
export function startRestore(
  context: Context,
  httpRequest: FastifyRequest,
  subject: RestoreSubject,
  request: RestoreRequest,
  { operation, resourceId }: { readonly operation: "Restore" | "CrossRegionRestore"; readonly resourceId: string },
): Operation {
  requireRestoreAccess(context, httpRequest, request);
  const [problem] = restoreProblems(context, subject, request);
  if (problem) throw problem;
  const error = operationError(context, httpRequest);
  if (error) return startOperation(context, { resourceId, seconds: SECONDS_TO_START, error });
  const activityId = activityIdOf(httpRequest);
  const { job, pending, rehydratedAt } = simulateRestore(context, subject, request, { activityId, operation });
  const { state } = context;
  state.jobs.add(job);
  state.restores.set(job.id, pending);
  const backup = backupOfPoint(context, subject.item, subject.point);
  if (rehydratedAt !== undefined && backup?.backup) {
    state.jobs.replace({ ...backup, backup: { ...backup.backup, rehydrated: rehydrationOf(request, rehydratedAt) } });
  }
  return startOperation(context, { id: job.id, jobId: job.id, resourceId, seconds: SECONDS_TO_START });
}
