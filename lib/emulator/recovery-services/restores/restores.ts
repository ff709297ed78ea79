import type { App } from "../../app";
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
import { restoreProblems, type RestoreSubject } from "./restore-checks";
import { restoreSchema, type RestoreRequest } from "./restore-request";
import { rehydrationOf, simulateRestore, type SimulatedRestore } from "./restore-simulation";

interface RestoreRoute {
  Params: ItemParams & { recoveryPointId: string };
  Querystring: { "api-version": string };
  Body: unknown;
}

/** The operation only starts the job, which has its id. */
const SECONDS_TO_START = 1;

/** Restores of a recovery point: of its disks, to a new VM, or in place of the disks that its VM has. */
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
    const [problem] = restoreProblems(context, subject, request);
    if (problem) throw problem;
    const error = operationError(context, httpRequest);
    const restore = error
      ? undefined
      : startRestore(
          context,
          subject,
          request,
          simulateRestore(context, subject, request, { activityId: activityIdOf(httpRequest) }),
        );
    const jobId = restore?.job.id;
    const operation = startOperation(context, {
      ...(jobId === undefined ? {} : { id: jobId, jobId }),
      ...{ resourceId: item.id, seconds: SECONDS_TO_START, error },
    });
    return acceptItemOperation(reply, context, operation, { apiVersion: query["api-version"], retryAfter: undefined });
  });
}

/** Lets a restore take its course. */
export function startRestore(
  context: Context,
  { item, point }: RestoreSubject,
  request: RestoreRequest,
  restore: SimulatedRestore,
): SimulatedRestore {
  const { state } = context;
  state.jobs.add(restore.job);
  state.restores.set(restore.job.id, restore.pending);
  const backup = backupOfPoint(context, item, point);
  if (restore.rehydratedAt !== undefined && backup?.backup) {
    const rehydrated = rehydrationOf(request, restore.rehydratedAt);
    state.jobs.replace({ ...backup, backup: { ...backup.backup, rehydrated } });
  }
  return restore;
}
