import * as v from "valibot";
import { isSameName } from "../../../azure/case-fold";
import { pairedRegionOf } from "../../../azure/paired-region";
import { parseProtectedItemId, parseVaultId } from "../../../azure/resource-id";
import type { App } from "../../app";
import { derivedGuid } from "../../arm/derived-guid";
import { findOperation, isRunning, operationStatus, sendOperationHeaders, startOperation } from "../../arm/operations";
import { page } from "../../arm/paging";
import { SUBSCRIPTION } from "../../arm/resource-groups";
import { azureTime } from "../../arm/times";
import type { Context } from "../../context";
import { jobNotFound } from "../../errors/backup-errors";
import { crossRegionRestoreUnavailable, restoreInputInvalid } from "../../errors/restore-errors";
import { operationError } from "../../faults/operation-fault";
import { checkedBody } from "../../strictness/body";
import { ITEM, findItem, type ItemParams } from "../items/items";
import { activityIdOf, checkedJobFilter, filteredJobs, jobView } from "../jobs/jobs";
import type { Vault } from "../model";
import { findPoint } from "../recovery-points/recovery-points";
import { findVault } from "../vaults/vaults";
import { restoreProblems } from "./restore-checks";
import { propertiesSchema } from "./restore-request";
import { simulateRestore } from "./restore-simulation";
import { startRestore } from "./restores";

interface RegionRoute {
  Params: { subscriptionId: string; region: string };
  Querystring: { "api-version": string; $filter?: string };
  Body: unknown;
}

interface OperationRoute {
  Params: RegionRoute["Params"] & { operationId: string };
}

interface TokenRoute {
  Params: ItemParams & { recoveryPointId: string };
}

const REGION = `${SUBSCRIPTION}/providers/Microsoft.RecoveryServices/locations/:region`;
const SECONDS_TO_START = 1;

const restoreSchema = v.strictObject({
  crossRegionRestoreAccessDetails: v.looseObject({ accessTokenString: v.string(), recoveryPointId: v.string() }),
  restoreRequest: propertiesSchema,
});
const jobSchema = v.strictObject({ resourceId: v.string(), jobName: v.nullish(v.string()) });

/** Restores in the region that a geo-redundant vault is copied to: asked for there, with an access token of the recovery point. */
export function serveCrossRegionRestores(app: App, context: Context): void {
  const { state, account } = context;

  app.get<RegionRoute>(`${REGION}/backupAadProperties`, ({ params }) => ({
    id: `/subscriptions/${params.subscriptionId}/providers/Microsoft.RecoveryServices/locations/${params.region}/backupAadProperties`,
    name: "backupAadProperties",
    type: "Microsoft.RecoveryServices/locations/backupAadProperties",
    properties: {
      tenantId: account.tenantId,
      authority: `${context.origin}/${account.tenantId}`,
      servicePrincipalClientId: derivedGuid(`crr client ${params.region}`),
      servicePrincipalObjectId: derivedGuid(`crr object ${params.region}`),
      audience: `${context.origin}/`,
    },
  }));

  app.post<TokenRoute>(`${ITEM}/recoveryPoints/:recoveryPointId/accessToken`, ({ params }) => {
    const vault = findVault(context, params);
    const item = findItem(context, params);
    const point = findPoint(context, item, params.recoveryPointId);
    return {
      id: `${item.id}/recoveryPoints/${point.name}/accessToken`,
      name: "accessToken",
      properties: {
        objectType: "CrrAccessToken",
        accessTokenString: tokenOf(item.id, point.name),
        subscriptionId: params.subscriptionId,
        resourceGroupName: params.resourceGroupName,
        resourceName: params.vaultName,
        resourceId: vault.id,
        recoveryPointId: point.name,
        recoveryPointTime: azureTime(point.time),
        containerName: item.containerName,
        datasourceName: item.vmName,
        protectableObjectContainerHostOsName: "",
        protectableObjectUniqueName: item.id,
        bMSActiveRegion: vault.location,
      },
    };
  });

  app.post<RegionRoute>(`${REGION}/backupCrossRegionRestore`, (httpRequest, reply) => {
    const { params, body, query } = httpRequest;
    const sent = checkedBody(restoreSchema, body, "CrossRegionRestoreRequest");
    const { restoreRequest, crossRegionRestoreAccessDetails: access } = sent;
    const item = [...state.protectedItems.values()].find(
      ({ id }) => tokenOf(id, access.recoveryPointId) === access.accessTokenString,
    );
    const itemParams = item && parseProtectedItemId(item.id);
    if (!item || !itemParams) throw restoreInputInvalid("crossRegionRestoreAccessDetails are not those of a recovery point");
    const vault = findVault(context, itemParams);
    const point = findPoint(context, findItem(context, itemParams), access.recoveryPointId);
    if (!isCopiedTo(vault, params.region) || !point.vaulted || restoreRequest.recoveryType === "OriginalLocation") {
      throw crossRegionRestoreUnavailable(params.region);
    }
    const region = pairedRegionOf(vault.location) ?? params.region;
    const subject = { vault, item, point, region };
    const [problem] = restoreProblems(context, subject, restoreRequest);
    if (problem) throw problem;
    const error = operationError(context, httpRequest);
    const order = { activityId: activityIdOf(httpRequest), operation: "CrossRegionRestore" } as const;
    const restore = error
      ? undefined
      : startRestore(context, subject, restoreRequest, simulateRestore(context, subject, restoreRequest, order));
    const jobId = restore?.job.id;
    const operation = startOperation(context, {
      ...(jobId === undefined ? {} : { id: jobId, jobId }),
      ...{ resourceId: `/subscriptions/${params.subscriptionId}`, seconds: SECONDS_TO_START, error },
    });
    const location = `/subscriptions/${params.subscriptionId}/providers/Microsoft.RecoveryServices/locations/${params.region}`;
    sendOperationHeaders(reply, context, {
      status: `${location}/backupCrrOperationsStatus/${operation.id}`,
      result: `${location}/backupCrrOperationResults/${operation.id}`,
      apiVersion: query["api-version"],
      signed: true,
    });
    return reply.status(202).send();
  });

  app.get<OperationRoute>(`${REGION}/backupCrrOperationsStatus/:operationId`, ({ params }) =>
    operationStatus(context, findOperation(context, params.operationId, `/subscriptions/${params.subscriptionId}`)),
  );

  app.get<OperationRoute>(`${REGION}/backupCrrOperationResults/:operationId`, ({ params }, reply) => {
    const operation = findOperation(context, params.operationId, `/subscriptions/${params.subscriptionId}`);
    return reply.status(isRunning(context, operation) ? 202 : 204).send();
  });

  app.post<RegionRoute>(`${REGION}/backupCrrJob`, ({ params, body, query }) => {
    const { vault, jobName } = subjectOf(params, body);
    const job = state.jobs.get(vault.id, jobName ?? "");
    if (job?.operation !== "CrossRegionRestore") throw jobNotFound(jobName ?? "", vault.id);
    return jobView(context, job, { apiVersion: query["api-version"], detailed: true });
  });

  app.post<RegionRoute>(`${REGION}/backupCrrJobs`, (httpRequest) => {
    const { params, body, query } = httpRequest;
    const { vault } = subjectOf(params, body);
    const jobs = filteredJobs(context, vault.id, checkedJobFilter(query.$filter), "secondary");
    const { value, nextLink } = page(context, httpRequest, jobs, ({ startTime, id }) => `${startTime} ${id}`);
    return { value: value.map((job) => jobView(context, job, { apiVersion: query["api-version"] })), nextLink };
  });

  function subjectOf({ region }: RegionRoute["Params"], body: unknown): { readonly vault: Vault; readonly jobName?: string } {
    const { resourceId, jobName } = checkedBody(jobSchema, body, "CrrJobRequest");
    const vaultParams = parseVaultId(resourceId);
    if (!vaultParams) throw restoreInputInvalid("resourceId is that of a vault");
    const vault = findVault(context, vaultParams);
    if (!isCopiedTo(vault, region)) throw crossRegionRestoreUnavailable(region);
    return { vault, ...(jobName ? { jobName } : {}) };
  }
}

function isCopiedTo({ location, properties }: Vault, region: string): boolean {
  const { crossRegionRestore } = (properties["redundancySettings"] ?? {}) as { readonly crossRegionRestore?: string };
  return crossRegionRestore === "Enabled" && isSameName(pairedRegionOf(location) ?? "", region);
}

/** A token that is the same whoever asks, and of this recovery point alone. */
function tokenOf(itemId: string, pointName: string): string {
  return derivedGuid(`access ${itemId} ${pointName}`);
}
