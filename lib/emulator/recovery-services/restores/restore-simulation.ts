import { randomUUID } from "node:crypto";
import { caseFold } from "../../../azure/case-fold";
import { groupIdIn, nameIn } from "../../../azure/id-parts";
import { HOUR_MS, MINUTE_MS } from "../../../azure/durations";
import type { GenericResource } from "../../arm/generic-resources";
import type { Context } from "../../context";
import { jobError } from "../../errors/job-errors";
import type { ErrorBody } from "../../errors/service-error";
import { hash } from "../../faults/chance";
import type { Job, JobTask } from "../model";
import type { RestoreSubject } from "./restore-checks";
import type { PendingRestore, RestoreDetails, RestoreKind, RestorePhase, RestoreStep } from "./restore-details";
import { rehydrationDays, stagingAccountOf, type RestoreRequest } from "./restore-request";
import { configBlobs, restoredDisks, restoredVirtualMachine, stagingContainer, type RestoredVm } from "./restored-resources";

const JOB_TYPES: Readonly<Record<RestoreKind, string>> = {
  RestoreDisks: "Recover disks",
  AlternateLocation: "Recover VM to an alternate location",
  OriginalLocation: "Replace disks",
};
const LAST_TASKS: Readonly<Record<RestoreKind, string | undefined>> = {
  RestoreDisks: undefined,
  AlternateLocation: "Create the restored virtual machine",
  OriginalLocation: "Update the virtual machine",
};
/** The time from the last task to the end of the job, and from the start to the time of the recovery point in its details. */
const WRAP_UP_MS = 15_000;
const POINT_FOUND_MS = 5_000;
/** Documented: up to 15 hours, or about one with high priority. */
const REHYDRATION_MS = { Standard: 15 * HOUR_MS, High: HOUR_MS } as const;

/** A restore with its whole course: its job, and the resources that it creates. */
export interface SimulatedRestore {
  readonly job: Job;
  readonly pending: PendingRestore;
  /** When the recovery point is rehydrated; undefined if it is not archived. */
  readonly rehydratedAt: number | undefined;
}

interface RestoreFailure {
  readonly phase: RestorePhase;
  readonly error: ErrorBody;
}

export function simulateRestore(
  context: Context,
  subject: RestoreSubject,
  request: RestoreRequest,
  { activityId, operation }: { readonly activityId: string; readonly operation: "Restore" | "CrossRegionRestore" },
): SimulatedRestore {
  const { item, vault } = subject;
  const startTime = context.clock.now();
  const id = randomUUID();
  const failure = failureOf(context, item.vmId);
  const { tasks, rehydratedAt } = tasksOf(startTime, subject, request, failure?.phase);
  const last = tasks.at(-1)?.endTime ?? startTime;
  const job: Job = {
    ...{ id, vaultId: vault.id, itemId: item.id, operation, vmName: item.vmName, containerName: item.containerName },
    ...{ activityId, startTime, endTime: failure ? last : last + WRAP_UP_MS, outcome: failure ? "Failed" : "Completed", tasks },
    ...(failure ? { error: failure.error } : {}),
    restore: detailsOf(subject, request, { jobId: id, startTime }),
  };
  const made = tasks.filter(({ outcome }) => outcome === "Completed");
  const steps = stepsOf(subject, request, job).filter(({ task }) => task < made.length);
  return { job, pending: { jobId: id, vaultId: vault.id, steps }, rehydratedAt };
}

/** Takes the fault of a VM's restore. A fault applies once. */
function failureOf({ state }: Context, vmId: string): RestoreFailure | undefined {
  const fault = state.faults.take("restore", { path: vmId });
  if (!fault) return undefined;
  const { code, message } = jobError(fault.code, "restore");
  return { phase: fault.phase ?? "transfer", error: { code, message: fault.message ?? message } };
}

/** Returns the tasks. As with backups, the VM's name decides their duration: minutes from a snapshot, longer from the vault. */
function tasksOf(
  startTime: number,
  { item, point }: RestoreSubject,
  request: RestoreRequest,
  failing: RestorePhase | undefined,
): { readonly tasks: JobTask[]; readonly rehydratedAt: number | undefined } {
  const seed = hash(caseFold(item.vmName));
  const priority = request.recoveryPointRehydrationInfo?.rehydrationPriority;
  const rehydration = priority === undefined ? 0 : REHYDRATION_MS[priority];
  const transfer = point.instant ? (1 + (seed % 4)) * MINUTE_MS : (15 + (seed % 46)) * MINUTE_MS;
  const lastTask = LAST_TASKS[request.recoveryType];
  // A restore of disks has only one task, so a fault of any phase fails it.
  const transferFails = failing === "transfer" || (failing !== undefined && lastTask === undefined);
  const rehydratedAt = rehydration === 0 ? undefined : startTime + rehydration;
  const transferred = startTime + rehydration + (transferFails ? transfer / 2 : transfer);
  const first: JobTask = {
    ...{ taskId: "Transfer data from vault", startTime, endTime: transferred },
    outcome: transferFails ? "Failed" : "Completed",
  };
  if (lastTask === undefined) return { tasks: [first], rehydratedAt };
  const fails = failing === "virtualMachine";
  const duration = (2 + (Math.floor(seed / 7) % 9)) * MINUTE_MS;
  const endTime = transferFails ? transferred : transferred + (fails ? duration / 2 : duration);
  const outcome = fails || transferFails ? "Failed" : "Completed";
  return { tasks: [first, { taskId: lastTask, startTime: transferred, endTime, outcome }], rehydratedAt };
}

function detailsOf(
  { item, point }: RestoreSubject,
  request: RestoreRequest,
  { jobId, startTime }: { readonly jobId: string; readonly startTime: number },
): RestoreDetails {
  const { recoveryType: kind, targetVirtualMachineId, virtualNetworkId, targetResourceGroupId } = request;
  const accountId = stagingAccountOf(request) ?? "";
  const group = kind === "OriginalLocation" ? groupIdIn(item.vmId) : (targetResourceGroupId ?? undefined);
  const container = stagingContainer(accountId, item.vmName, jobId, startTime);
  return {
    kind,
    jobType: JOB_TYPES[kind],
    pointFoundAt: startTime + POINT_FOUND_MS,
    pointTime: point.time,
    targetVmName: { RestoreDisks: undefined, AlternateLocation: nameOf(targetVirtualMachineId), OriginalLocation: item.vmName }[
      kind
    ],
    bag: {
      ...(kind === "AlternateLocation"
        ? {
            "Original VM Name": item.vmName,
            "Target VNet Name": `Group ${groupOf(virtualNetworkId)} ${nameOf(virtualNetworkId)}`,
          }
        : {}),
      "Target Storage Account Name": nameOf(accountId),
      ...(group === undefined ? {} : { "Target resource group": nameOf(group) }),
    },
    completedBag: kind === "RestoreDisks" ? configBlobs(accountId, container, item.vmName, jobId) : {},
  };
}

/** Returns what is created when: the container at once, the disks after the transfer, the VM at the end of its task. */
function stepsOf({ item, point, region }: RestoreSubject, request: RestoreRequest, job: Job): RestoreStep[] {
  const { recoveryType, targetResourceGroupId, targetVirtualMachineId: vmId, subnetId, restoreDiskLunList, zones } = request;
  const [transfer, update] = job.tasks;
  const container = stagingContainer(stagingAccountOf(request) ?? "", item.vmName, job.id, job.startTime);
  const steps: RestoreStep[] = [{ at: job.startTime, task: -1, resources: [container] }];
  const groupId = recoveryType === "OriginalLocation" ? groupIdIn(item.vmId) : targetResourceGroupId;
  // Without a target group, the disks stay blobs in the staging account.
  if (!transfer || !groupId || !point.source) return steps;
  const restored: RestoredVm = {
    ...{ groupId, source: point.source, sourceVmId: item.vmId, region, jobId: job.id, startTime: job.startTime },
    name: recoveryType === "AlternateLocation" ? nameOf(vmId) : item.vmName,
    zones: zones && zones.length > 0 ? zones : undefined,
    luns: restoreDiskLunList ?? undefined,
    at: transfer.endTime,
  };
  const disks: GenericResource[] = restoredDisks(restored);
  steps.push({ at: transfer.endTime, task: 0, resources: disks });
  if (!update) return steps;
  if (recoveryType === "OriginalLocation") {
    steps.push({ at: update.endTime, task: 1, resources: disks, replacesDisksOf: item.vmId });
  } else if (vmId && subnetId) {
    steps.push({ at: update.endTime, task: 1, resources: restoredVirtualMachine(restored, { vmId, subnetId, disks }) });
  }
  return steps;
}

/** Returns the period in which a rehydrated recovery point is in the vault. */
export function rehydrationOf(request: RestoreRequest, from: number): { readonly from: number; readonly until: number } {
  return { from, until: from + (rehydrationDays(request) ?? 0) * 24 * HOUR_MS };
}

function nameOf(id: string | null | undefined): string {
  return nameIn(id ?? "");
}

function groupOf(id: string | null | undefined): string {
  return id?.split("/")[4] ?? "";
}
