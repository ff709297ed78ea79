import * as v from "valibot";
import { isSameName } from "../../../azure/case-fold";
import { pairedRegionOf } from "../../../azure/paired-region";
import { parseProtectedItemId, parseVaultId } from "../../../azure/resource-id";
import type { App } from "../../app";
import { findOperation, isRunning, operationStatus, sendOperationHeaders } from "../../arm/operations";
import { page } from "../../arm/paging";
import type { Context } from "../../context";
import { jobNotFound } from "../../errors/backup-errors";
import { crossRegionRestoreUnavailable, restoreInputInvalid } from "../../errors/restore-errors";
import { checkedBody } from "../../strictness/body";
import { checkedJobFilter, filteredJobs, jobView, newestFirst } from "../jobs/jobs";
import { findItem } from "../items/items";
import type { Vault } from "../model";
import { findPoint } from "../recovery-points/recovery-points";
import { REGION, regionId, type RegionParams } from "../region";
import { findVault } from "../vaults/vaults";
import { accessToken } from "./cross-region-access";
import type { RestoreSubject } from "./restore-checks";
import { propertiesSchema, type RestoreRequest } from "./restore-request";
import { startRestore } from "./restores";

interface RegionRoute {
  Params: RegionParams;
  Querystring: { "api-version": string; $filter?: string };
  Body: unknown;
}

interface OperationRoute {
  Params: RegionParams & { operationId: string };
}

interface AccessDetails {
  readonly accessTokenString: string;
  readonly recoveryPointId: string;
}

const restoreSchema = v.strictObject({
  crossRegionRestoreAccessDetails: v.looseObject({ accessTokenString: v.string(), recoveryPointId: v.string() }),
  restoreRequest: propertiesSchema,
});
const jobSchema = v.strictObject({ resourceId: v.string(), jobName: v.nullish(v.string()) });

/** Serves restores in the secondary region of a vault. A request names its recovery point by an access token. */
export function serveCrossRegionRestores(app: App, context: Context): void {
  const find = ({ subscriptionId, operationId }: OperationRoute["Params"]) =>
    findOperation(context, operationId, `/subscriptions/${subscriptionId}`);

  app.post<RegionRoute>(`${REGION}/backupCrossRegionRestore`, (httpRequest, reply) => {
    const { params, body, query } = httpRequest;
    const { restoreRequest, crossRegionRestoreAccessDetails: access } = checkedBody(
      restoreSchema,
      body,
      "CrossRegionRestoreRequest",
    );
    const subject = subjectOf(context, params.location, access, restoreRequest);
    const operation = startRestore(context, httpRequest, subject, restoreRequest, {
      operation: "CrossRegionRestore",
      resourceId: `/subscriptions/${params.subscriptionId}`,
    });
    sendOperationHeaders(reply, context, {
      status: `${regionId(params)}/backupCrrOperationsStatus/${operation.id}`,
      result: `${regionId(params)}/backupCrrOperationResults/${operation.id}`,
      apiVersion: query["api-version"],
      signed: true,
    });
    return reply.status(202).send();
  });

  app.get<OperationRoute>(`${REGION}/backupCrrOperationsStatus/:operationId`, ({ params }) =>
    operationStatus(context, find(params)),
  );

  app.get<OperationRoute>(`${REGION}/backupCrrOperationResults/:operationId`, ({ params }, reply) =>
    reply.status(isRunning(context, find(params)) ? 202 : 204).send(),
  );
}

/** Serves the jobs of restores in the secondary region: one by its name, and the list. */
export function serveCrossRegionJobs(app: App, context: Context): void {
  app.post<RegionRoute>(`${REGION}/backupCrrJob`, ({ params, body, query }) => {
    const { vault, jobName } = jobSubject(context, params.location, body);
    const job = context.state.jobs.get(vault.id, jobName);
    if (job?.operation !== "CrossRegionRestore") throw jobNotFound(jobName, vault.id);
    return jobView(context, job, { apiVersion: query["api-version"], detailed: true });
  });

  app.post<RegionRoute>(`${REGION}/backupCrrJobs`, (httpRequest) => {
    const { params, body, query } = httpRequest;
    const { vault } = jobSubject(context, params.location, body);
    const jobs = filteredJobs(context, vault.id, checkedJobFilter(query.$filter), "secondary");
    const { value, nextLink } = page(context, httpRequest, jobs, newestFirst);
    return { value: value.map((job) => jobView(context, job, { apiVersion: query["api-version"] })), nextLink };
  });
}

/**
 * Returns the recovery point of an access token, with the region of the restore.
 * @throws ServiceError if the token belongs to no recovery point, or the point cannot be restored in the region
 */
function subjectOf(context: Context, location: string, access: AccessDetails, request: RestoreRequest): RestoreSubject {
  const item = [...context.state.protectedItems.values()].find(
    ({ id }) => accessToken(id, access.recoveryPointId) === access.accessTokenString,
  );
  const itemParams = item && parseProtectedItemId(item.id);
  if (!itemParams) throw restoreInputInvalid("crossRegionRestoreAccessDetails are not those of a recovery point");
  const vault = findVault(context, itemParams);
  const point = findPoint(context, findItem(context, itemParams), access.recoveryPointId);
  if (!isCopiedTo(vault, location) || !point.vaulted || request.recoveryType === "OriginalLocation") {
    throw crossRegionRestoreUnavailable(location);
  }
  return { vault, item, point, region: pairedRegionOf(vault.location) ?? location };
}

function jobSubject(context: Context, location: string, body: unknown): { readonly vault: Vault; readonly jobName: string } {
  const { resourceId, jobName } = checkedBody(jobSchema, body, "CrrJobRequest");
  const vaultParams = parseVaultId(resourceId);
  if (!vaultParams) throw restoreInputInvalid("resourceId is that of a vault");
  const vault = findVault(context, vaultParams);
  if (!isCopiedTo(vault, location)) throw crossRegionRestoreUnavailable(location);
  return { vault, jobName: jobName ?? "" };
}

function isCopiedTo({ location, properties }: Vault, region: string): boolean {
  const { crossRegionRestore } = (properties["redundancySettings"] ?? {}) as { readonly crossRegionRestore?: string };
  return crossRegionRestore === "Enabled" && isSameName(pairedRegionOf(location) ?? "", region);
}
