import { createHash } from "node:crypto";
import type { App } from "../../app";
import { findOperation, isRunning, linkTo, startOperation } from "../../arm/operations";
import { CONTROL } from "../../admin/path";
import type { Context } from "../../context";
import { checkedJobFilter, filteredJobs, jobView } from "./jobs";
import { VAULT, findVault, type VaultParams } from "../vaults/vaults";
import { exportSignatureInvalid } from "../../errors/backup-errors";

interface ExportRoute {
  Params: VaultParams;
  Querystring: { "api-version": string; $filter?: string };
}

interface ResultRoute {
  Params: VaultParams & { operationId: string };
}

interface BlobRoute {
  Params: { operationId: string };
  Querystring: { sig?: string };
}

const SECONDS_TO_EXPORT = 20;

/**
 * Serves the export of a vault's jobs to a JSON file. Azure stores the file in a storage account; the emulator serves it itself.
 */
export function serveJobExport(app: App, context: Context): void {
  app.post<ExportRoute>(`${VAULT}/backupJobsExport`, ({ params, query }, reply) => {
    const { id } = findVault(context, params);
    checkedJobFilter(query.$filter);
    const apiVersion = query["api-version"];
    const order = { resourceId: id, seconds: SECONDS_TO_EXPORT, filter: query.$filter ?? "", apiVersion };
    const operation = startOperation(context, order);
    const result = `${id}/backupJobs/operationResults/${operation.id}`;
    reply.header("Location", `${linkTo(context.origin, result)}?api-version=${apiVersion}`);
    return reply.status(202).send();
  });

  app.get<ResultRoute>(`${VAULT}/backupJobs/operationResults/:operationId`, ({ params }, reply) => {
    const operation = findOperation(context, params.operationId, findVault(context, params).id);
    if (isRunning(context, operation)) return reply.status(202).send();
    const blobUrl = `${context.origin}${CONTROL}exports/${operation.id}`;
    const blobSasKey = `?sig=${signature(context, operation.id)}`;
    const info = { objectType: "ExportJobsOperationResultInfo", blobUrl, blobSasKey };
    return { operation: info, statusCode: "OK", headers: {} };
  });
}

/** Serves the exported file. The request needs the signature and no token. */
export function serveExportedJobs(app: App, context: Context): void {
  app.get<BlobRoute>(`${CONTROL}exports/:operationId`, ({ params, query }) => {
    const operation = context.state.operations.get(params.operationId);
    if (operation?.filter === undefined || query.sig !== signature(context, params.operationId)) {
      throw exportSignatureInvalid();
    }
    // Jobs that started after the export are left out.
    const jobs = filteredJobs(context, operation.resourceId, checkedJobFilter(operation.filter));
    return jobs
      .filter(({ startTime }) => startTime <= operation.endTime)
      .map((job) => jobView(context, job, { apiVersion: operation.apiVersion ?? "", detailed: true }));
  });
}

function signature({ account }: Context, id: string): string {
  return createHash("sha256").update(`${account.clientSecret} ${id}`).digest("hex");
}
