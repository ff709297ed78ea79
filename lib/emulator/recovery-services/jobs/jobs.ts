import { randomUUID } from "node:crypto";
import type { FastifyRequest } from "fastify";
import { formatVaultId, parseVaultId, parseVirtualMachineId } from "../../../azure/resource-id";
import type { App } from "../../app";
import { page } from "../../arm/paging";
import { NEVER, azureTime, isoDuration, usTime } from "../../arm/times";
import type { Context } from "../../context";
import { usesLegacyFormat } from "../legacy-format";
import { usesNewerFormat } from "../newer-format";
import { parseFilter, parseFilterDate } from "../filter";
import type { Job, JobStatus, JobTask, ProtectedItem, TaskStatus } from "../model";
import { VAULT, findVault, type VaultParams } from "../vaults/vaults";
import { restoreInfo } from "../restores/restore-job-view";
import { jobNotFound } from "../../errors/backup-errors";
import type { ErrorBody } from "../../errors/service-error";
import { errorDetails } from "../../errors/job-errors";

interface JobRoute {
  Params: VaultParams & { jobName: string };
  Querystring: { "api-version": string };
}

interface JobsRoute {
  Params: VaultParams;
  Querystring: { "api-version": string; $filter?: string };
}

const FILTER_KEYS = ["status", "backupManagementType", "operation", "jobId", "startTime", "endTime"] as const;

/** Returns the request's own id, which becomes the job's activity id; a new GUID if the request has none, as in Azure. */
export function activityIdOf(request: FastifyRequest): string {
  const header = request.headers["x-ms-client-request-id"];
  return typeof header === "string" && header ? header : randomUUID();
}

export interface SimpleJob {
  readonly operation: Job["operation"];
  readonly seconds: number;
  readonly activityId: string;
  /** Properties in the job's details, beside the VM's name. */
  readonly properties?: Readonly<Record<string, string>>;
  /** The error with which it fails. */
  readonly error: ErrorBody | undefined;
}

/** Starts a job without tasks, such as the one that enables protection. */
export function startSimpleJob(context: Context, item: ProtectedItem, { seconds, ...order }: SimpleJob): Job {
  const startTime = context.clock.now();
  const { id: itemId, vaultId, vmName, containerName } = item;
  const job: Job = {
    ...{ id: randomUUID(), vaultId, itemId, vmName, containerName, ...order },
    ...{ startTime, endTime: startTime + seconds * 1000, outcome: order.error ? "Failed" : "Completed", tasks: [] },
  };
  context.state.jobs.add(job);
  return job;
}

export function jobStatus(job: Job, now: number): JobStatus {
  if (now >= job.endTime) return job.outcome;
  return job.cancelledAt === undefined ? "InProgress" : "Cancelling";
}

/**
 * Returns the job of a route.
 * @throws ServiceError if there is none
 */
export function findJob(context: Context, params: JobRoute["Params"]): Job {
  const job = context.state.jobs.get(findVault(context, params).id, params.jobName);
  if (job) return job;
  throw jobNotFound(params.jobName, formatVaultId(params));
}

type JobFilter = Partial<Record<(typeof FILTER_KEYS)[number], string>>;

/**
 * Parses the filter of a list of jobs.
 * @throws ServiceError if the filter is not valid
 */
export function checkedJobFilter(text: string | undefined): JobFilter {
  return parseFilter(text, FILTER_KEYS);
}

/**
 * Returns the jobs of a vault that match a filter and that a lag does not hide. Restores in the secondary region are listed only
 * there.
 */
export function filteredJobs(
  { clock, state }: Context,
  vaultId: string,
  filter: JobFilter,
  region: "primary" | "secondary" = "primary",
): Job[] {
  const from = filter.startTime === undefined ? -Infinity : parseFilterDate(filter.startTime);
  const to = filter.endTime === undefined ? Infinity : parseFilterDate(filter.endTime);
  const now = clock.now();
  const lagOf = (job: Job) =>
    state.faults.lag("jobs", job.itemId, () => state.jobs.ofItem(job.itemId).findIndex(({ id }) => id === job.id));
  return state.jobs
    .ofVault(vaultId)
    .filter(({ operation }) => (operation === "CrossRegionRestore") === (region === "secondary"))
    .filter((job) => job.startTime >= from && job.startTime <= to && now >= job.startTime + lagOf(job))
    .filter((job) => matches(filter.status, jobStatus(job, now)) && matches(filter.operation, job.operation))
    .filter((job) => matches(filter.jobId, job.id) && matches(filter.backupManagementType, "AzureIaasVM"));
}

export function serveJobs(app: App, context: Context): void {
  app.get<JobsRoute>(`${VAULT}/backupJobs`, (request) => {
    const { id } = findVault(context, request.params);
    const jobs = filteredJobs(context, id, checkedJobFilter(request.query.$filter));
    const { value, nextLink } = page(context, request, jobs, newestFirst);
    const apiVersion = request.query["api-version"];
    return { value: value.map((job) => jobView(context, job, { apiVersion })), nextLink };
  });

  app.get<JobRoute>(`${VAULT}/backupJobs/:jobName`, ({ params, query }) =>
    jobView(context, findJob(context, params), { apiVersion: query["api-version"], detailed: true }),
  );
}

function matches(wanted: string | undefined, actual: string): boolean {
  return wanted === undefined || wanted.toLowerCase() === actual.toLowerCase();
}

/** Returns the key by which a list of jobs is sorted. */
export function newestFirst(job: Job): string {
  return `${Number.MAX_SAFE_INTEGER - Math.floor(job.startTime)} ${job.id}`;
}

export interface JobViewOptions {
  readonly apiVersion: string;
  /** Whether it includes tasks and details, which a list does not have. */
  readonly detailed?: boolean;
}

/** Returns a job as Azure shows it in a list, or alone with its details. */
export function jobView(context: Context, job: Job, { apiVersion, detailed }: JobViewOptions): Record<string, unknown> {
  const now = context.clock.now();
  const status = jobStatus(job, now);
  const ended = now >= job.endTime;
  return {
    id: `${job.vaultId}/backupJobs/${job.id}`,
    name: job.id,
    type: "Microsoft.RecoveryServices/vaults/backupJobs",
    properties: {
      jobType: "AzureIaaSVMJob",
      // Azure shows this action in every state of the job: also for a backup that transfers data, is cancelled, or has ended.
      ...(job.operation === "Backup" || job.restore ? { actionsInfo: [usesLegacyFormat(apiVersion) ? 1 : "Cancellable"] } : {}),
      containerName: job.containerName,
      duration: isoDuration(Math.min(now, job.endTime) - job.startTime),
      virtualMachineVersion: "Compute",
      ...(ended && job.error ? { errorDetails: [errorDetails(job.error)] } : {}),
      ...(detailed ? { extendedInfo: extendedInfo(context, job, now, apiVersion) } : {}),
      entityFriendlyName: job.vmName,
      backupManagementType: "AzureIaasVM",
      operation: job.operation,
      status,
      startTime: azureTime(job.startTime),
      ...(ended ? { endTime: azureTime(job.endTime) } : {}),
      activityId: job.activityId,
    },
  };
}

function extendedInfo(context: Context, job: Job, now: number, apiVersion: string): Record<string, unknown> {
  const { backup } = job;
  if (job.restore) return restoreInfo(job, job.restore, now);
  const completed = now >= job.endTime && job.outcome === "Completed";
  const newer = backup !== undefined && usesNewerFormat(apiVersion);
  return {
    tasksList: (newer ? withValidation(job.tasks) : job.tasks).map((task) => taskView(job, task, now)),
    ...(newer ? { progressPercentage: progressOf(job, now) } : {}),
    propertyBag: {
      "VM Name": job.vmName,
      ...job.properties,
      ...(backup?.expiry === undefined ? {} : { "Recovery Point Expiry Time in UTC": usTime(backup.expiry) }),
      ...(backup && completed ? { "Backup Size": `${backup.sizeInMegabytes} MB` } : {}),
      ...(backup ? { "VM Subscription ID": subscriptionOfVm(context, job) } : {}),
    },
    ...(backup ? { internalPropertyBag: { IsInstantRpJob: "True" } } : {}),
  };
}

/** Newer answers have a third task; the transfer ends before it, at a time that is the emulator's own. */
function withValidation(tasks: readonly JobTask[]): readonly JobTask[] {
  const [snapshot, transfer] = tasks;
  if (!snapshot || !transfer) return tasks;
  const startTime = transfer.endTime - (transfer.endTime - transfer.startTime) / 10;
  return [snapshot, { ...transfer, endTime: startTime }, { ...transfer, taskId: "Validate Backup", startTime }];
}

/** By time; a job that did not complete stays below 100. */
function progressOf({ startTime, endTime, outcome }: Job, now: number): number {
  if (now >= endTime && outcome === "Completed") return 100;
  return Math.min(99, Math.floor((100 * (now - startTime)) / Math.max(1, endTime - startTime)));
}

function subscriptionOfVm({ state }: Context, { itemId, vaultId }: Job): string | undefined {
  const vmId = state.protectedItems.get(itemId)?.vmId;
  return (vmId === undefined ? parseVaultId(vaultId) : parseVirtualMachineId(vmId))?.subscriptionId;
}

function taskView(job: Job, task: JobTask, now: number): Record<string, unknown> {
  const isCancelling = jobStatus(job, now) === "Cancelling";
  const status = isCancelling ? "Cancelling" : taskStatus(task, now);
  const started = now >= task.startTime;
  return {
    taskId: task.taskId,
    startTime: started ? azureTime(task.startTime) : NEVER,
    endTime: now >= task.endTime ? azureTime(task.endTime) : NEVER,
    duration: isoDuration(started ? Math.min(now, task.endTime) - task.startTime : 0),
    status,
    taskType: "Normal",
  };
}

function taskStatus({ startTime, endTime, outcome }: JobTask, now: number): TaskStatus {
  if (now >= endTime) return outcome;
  return now >= startTime ? "InProgress" : "NotStarted";
}
