import { randomUUID } from "node:crypto";
import { caseFold } from "../../../azure/case-fold";
import { MINUTE_MS } from "../../../azure/durations";
import type { Context } from "../../context";
import { hash } from "../../faults/chance";
import type { BackupDetails, BackupFault, Job, JobTask, ProtectedItem } from "../model";
import { parsedPolicy } from "../policies/parsed-policy";
import { backupsOf } from "../items/protection-state";
import { DEFAULT_SNAPSHOT_DAYS, type RetainedRun } from "../policies/retention";
import { jobError } from "../../errors/job-errors";
import { backedUpVm } from "../restores/backed-up-vm";

/** The fault of a backup that starts while another one takes its snapshot: Azure accepts it, and its job fails within seconds. */
const IN_PROGRESS: BackupFault = { code: "UserErrorBackupOperationInProgress", phase: "snapshot" };
const MILLISECONDS_TO_REFUSE = 1400;

export interface BackupStart {
  readonly startTime: number;
  /** When the recovery point of an on-demand backup expires. */
  readonly expiry?: number;
  /** The run of the schedule, from which the policy's retention follows. */
  readonly scheduled?: RetainedRun;
  readonly activityId: string;
}

/**
 * Returns the job of a backup with its whole course. The durations and the size are computed from the VM's name, so that the same
 * VM behaves the same on every run. The first backup is a full copy; later ones transfer a part of it.
 */
export function simulateBackup(
  context: Context,
  item: ProtectedItem,
  { startTime, expiry, scheduled, activityId }: BackupStart,
): Job {
  const { id: itemId, vaultId, vmName, containerName } = item;
  const seed = hash(caseFold(vmName));
  const backups = backupsOf(context, item);
  const isFirst = !backups.some(({ outcome }) => outcome === "Completed");
  const share = isFirst ? 1 : 0.25;
  const usual = { snapshot: (5 + (seed % 11)) * MINUTE_MS, transfer: (20 + (Math.floor(seed / 11) % 41)) * MINUTE_MS * share };
  const running = backups.filter((job) => startTime < job.endTime);
  const fault = running.some((job) => isInSnapshot(job, startTime)) ? IN_PROGRESS : faultOf(context, item);
  // A phase that fails stops half-way: the snapshot therefore gets twice the time.
  const durations = fault === IN_PROGRESS ? { ...usual, snapshot: 2 * MILLISECONDS_TO_REFUSE } : usual;
  const tasks = tasksOf(startTime, durations, fault, running.length > 0 || scheduled?.isLast === false);
  return {
    id: randomUUID(),
    vaultId,
    itemId,
    operation: "Backup",
    vmName,
    containerName,
    activityId,
    startTime,
    endTime: Math.max(...tasks.map(({ endTime }) => endTime)),
    outcome: outcomeOf(fault),
    tasks,
    error: fault && jobError(fault.code),
    backup: {
      ...{ expiry, scheduled, ...ofPolicy(context, item) },
      sizeInMegabytes: Math.round((2048 + (seed % 30_000)) * share),
      source: backedUpVm(context, item),
    },
  };
}

/** Whether the snapshot of a backup is being taken. Only then can the backup be cancelled, and no other backup can start. */
export function isInSnapshot({ tasks: [snapshot] }: Job, now: number): boolean {
  return snapshot !== undefined && now >= snapshot.startTime && now < snapshot.endTime;
}

/** Returns the details that the current policy decides for this backup, whatever the policy becomes later. */
function ofPolicy({ state }: Context, { policyId }: ProtectedItem): Pick<BackupDetails, "snapshotDays" | "policyType"> {
  const policy = policyId === undefined ? undefined : state.policies.get(policyId);
  if (!policy) return { snapshotDays: DEFAULT_SNAPSHOT_DAYS };
  const { instantRpRetentionRangeInDays, policyType } = parsedPolicy(policy);
  return { snapshotDays: instantRpRetentionRangeInDays ?? DEFAULT_SNAPSHOT_DAYS, policyType: policyType ?? "V1" };
}

/** Returns the fault of a backup: its VM does not exist any more, or a fault was injected, which is then used up. */
function faultOf({ state }: Context, item: ProtectedItem): BackupFault | undefined {
  if (!state.resources.get(item.vmId)) return { code: "UserErrorVmNotFoundV2", phase: "snapshot" };
  const fault = state.faults.take("job", { path: item.vmId });
  return fault && { code: fault.code, phase: fault.phase ?? "snapshot" };
}

/** Returns the tasks of a backup. A phase that fails stops half-way. If the snapshot fails, Azure fails the transfer task too. */
function tasksOf(
  start: number,
  { snapshot, transfer }: { readonly snapshot: number; readonly transfer: number },
  fault: BackupFault | undefined,
  skipsTransfer: boolean,
): JobTask[] {
  const failsAtSnapshot = fault?.phase === "snapshot";
  const taken = start + (failsAtSnapshot ? snapshot / 2 : snapshot);
  const isSkipped = skipsTransfer && !fault;
  const transferred = failsAtSnapshot || isSkipped ? taken : taken + (fault ? transfer / 2 : transfer);
  const transferOutcome = isSkipped ? "Skipped" : fault ? "Failed" : "Completed";
  return [
    { taskId: "Take Snapshot", startTime: start, endTime: taken, outcome: failsAtSnapshot ? "Failed" : "Completed" },
    { taskId: "Transfer data to vault", startTime: taken, endTime: transferred, outcome: transferOutcome },
  ];
}

function outcomeOf(fault: BackupFault | undefined): Job["outcome"] {
  if (!fault) return "Completed";
  return fault.phase === "snapshot" ? "Failed" : "CompletedWithWarnings";
}
