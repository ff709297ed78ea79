import type { App } from "../../app";
import {
  STATUS_API_VERSION,
  findOperation,
  isRunning,
  operationStatus,
  sendOperationHeaders,
  startOperation,
} from "../../arm/operations";
import type { Context } from "../../context";
import { isInSnapshot } from "./backup-simulation";
import { findJob } from "./jobs";
import type { Job } from "../model";
import { VAULT, findVault, type VaultParams } from "../vaults/vaults";
import { jobNotCancellable } from "../../errors/backup-errors";
import type { ErrorBody } from "../../errors/service-error";
import { errorOf } from "../../errors/define-error";
import { jobError } from "../../errors/job-errors";

interface JobRoute {
  Params: VaultParams & { jobName: string };
  Querystring: { "api-version": string };
}

interface OperationRoute {
  Params: VaultParams & { operationId: string };
}

/** In emulated seconds: the duration of the operation, the time until the job ends, and the poll interval for clients. */
const SECONDS = { operation: 1, job: 30, poll: 60 };

/**
 * Serves the cancellation of jobs. Azure accepts every request, and the operation fails if no snapshot is being taken. A job that
 * is being cancelled can be cancelled again.
 */
export function serveJobCancel(app: App, context: Context): void {
  app.post<JobRoute>(`${VAULT}/backupJobs/:jobName/cancel`, ({ params, query }, reply) => {
    const vault = findVault(context, params);
    const job = findJob(context, params);
    const now = context.clock.now();
    const isCancelling = job.cancelledAt !== undefined && now < job.endTime;
    const error = isCancelling || isInSnapshot(job, now) ? undefined : refusalOf(job);
    if (!isCancelling && !error) context.state.jobs.replace(cancelled(job, now));
    const started = { resourceId: vault.id, seconds: SECONDS.operation, jobId: job.id, error };
    const operation = startOperation(context, started);
    sendOperationHeaders(reply, context, {
      status: `${vault.id}/backupJobs/${job.id}/operationsStatus/${operation.id}`,
      result: `${vault.id}/backupJobs/${job.id}/operationResults/${operation.id}`,
      apiVersion: query["api-version"],
      statusApiVersion: STATUS_API_VERSION,
      retryAfter: SECONDS.poll,
      signed: true,
    });
    return reply.status(202).send();
  });

  // Clients send the fabric name "Azure" in the place of the job's name, so that only the operation's id is used.
  app.get<OperationRoute>(`${VAULT}/backupJobs/:jobName/operationsStatus/:operationId`, ({ params }) =>
    operationStatus(context, findOperation(context, params.operationId, findVault(context, params).id)),
  );

  app.get<OperationRoute>(`${VAULT}/backupJobs/:jobName/operationResults/:operationId`, ({ params }, reply) => {
    const operation = findOperation(context, params.operationId, findVault(context, params).id);
    if (isRunning(context, operation)) return reply.status(202).send();
    if (operation.error) throw errorOf(400, operation.error.code, operation.error.message);
    return reply.status(204).send();
  });
}

function refusalOf({ id }: Job): ErrorBody {
  const { code, message } = jobNotCancellable(id);
  return { code, message };
}

function cancelled(job: Job, now: number): Job {
  const endTime = now + SECONDS.job * 1000;
  const tasks = job.tasks.map((task, index) => ({
    ...task,
    startTime: index === 0 ? task.startTime : endTime,
    endTime,
    outcome: "Cancelled" as const,
  }));
  return { ...job, cancelledAt: now, endTime, outcome: "Cancelled", tasks, error: jobError("UserErrorJobSuccessfullyCancelled") };
}
