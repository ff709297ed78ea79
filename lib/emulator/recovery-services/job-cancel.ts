import type { App } from "../app";
import { ArmError } from "../arm/error";
import { findOperation, isRunning, sendOperationHeaders, startOperation } from "../arm/operations";
import type { Context } from "../context";
import { isInSnapshot } from "./backup-plan";
import { jobError } from "./job-errors";
import { findJob } from "./jobs";
import type { Job } from "./model";
import { VAULT, findVault, type VaultParams } from "./vaults";

interface JobRoute {
  Params: VaultParams & { jobName: string };
  Querystring: { "api-version": string };
}

interface ResultRoute {
  Params: VaultParams & { operationId: string };
}

/** From the request on, in emulated seconds. */
const SECONDS_TO_CANCEL = 30;

/** Cancelling a job: possible only while the snapshot is taken. */
export function serveJobCancel(app: App, context: Context): void {
  app.post<JobRoute>(`${VAULT}/backupJobs/:jobName/cancel`, ({ params, query }, reply) => {
    const vault = findVault(context, params);
    const job = findJob(context, params);
    if (!isInSnapshot(job, context.clock.now()) || job.cancelledAt !== undefined) {
      // That only a snapshot can be cancelled is documented, the code of the refusal is not: this one is the emulator's.
      throw new ArmError(
        400,
        "JobNotCancellable",
        `The job '${job.id}' cannot be cancelled: only a snapshot that is being taken can.`,
      );
    }
    context.state.jobs.replace(cancelled(job, context.clock.now()));
    const operation = startOperation(context, { resourceId: vault.id, seconds: SECONDS_TO_CANCEL, jobId: job.id });
    sendOperationHeaders(reply, context, {
      status: `${vault.id}/backupOperations/${operation.id}`,
      result: `${vault.id}/backupJobs/${job.id}/operationResults/${operation.id}`,
      apiVersion: query["api-version"],
      signed: true,
    });
    return reply.status(202).send();
  });

  app.get<ResultRoute>(`${VAULT}/backupJobs/:jobName/operationResults/:operationId`, ({ params }, reply) => {
    const operation = findOperation(context, params.operationId, findVault(context, params).id);
    return reply.status(isRunning(context, operation) ? 202 : 204).send();
  });
}

function cancelled(job: Job, now: number): Job {
  const endTime = now + SECONDS_TO_CANCEL * 1000;
  const [snapshot, ...others] = job.tasks;
  const tasks = [
    ...(snapshot ? [{ ...snapshot, endTime, outcome: "Cancelled" as const }] : []),
    ...others.map((task) => ({ ...task, startTime: endTime, endTime, outcome: "Cancelled" as const })),
  ];
  return { ...job, cancelledAt: now, endTime, outcome: "Cancelled", tasks, error: jobError("UserErrorJobSuccessfullyCancelled") };
}
