import { randomUUID } from "node:crypto";
import { caseFold } from "../../../azure/case-fold";
import { MINUTE_MS } from "../../../azure/durations";
import type { Context } from "../../context";
import { hash } from "../../faults/chance";
import type { BackupDetails, BackupFault, Job, JobTask, ProtectedItem } from "../model";
import { parsedPolicy } from "../policies/parsed-policy";
import { backupsOf } from "../items/protection-state";
import type { RetainedRun } from "../policies/retention";
import { jobError } from "../../errors/job-errors";
import { backedUpVm } from "../restores/backed-up-vm";

const DEFAULT_SNAPSHOT_DAYS = 2;

/** What a backup meets while the snapshot of another is being taken: Azure takes it, and its job fails within seconds. */
const IN_PROGRESS: BackupFault = { code: "UserErrorBackupOperationInProgress", phase: "snapshot" };
const MILLISECONDS_TO_REFUSE = 1400;

export interface BackupStart {
  readonly startTime: number;
  /** Until when an on-demand backup's recovery point is kept. */
  readonly expiry?: number;
  /** What the policy's retention asks of a scheduled backup. */
  readonly scheduled?: RetainedRun;
  readonly activityId: string;
}

/**
 * A backup from its start to what it comes to. How long it takes and how much it moves follows from the VM's name, so that the
 * same VM behaves the same on every run; the first backup is a full copy, later ones move a part of it.
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
  // What fails, fails half-way.
  const durations = fault === IN_PROGRESS ? { ...usual, snapshot: 2 * MILLISECONDS_TO_REFUSE } : usual;
  const tasks = tasksOf(startTime, durations, fault, running.length > 0);
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

/** Whether a backup's snapshot is being taken: only then can it be cancelled, and no other can start. */
export function isInSnapshot({ tasks: [snapshot] }: Job, now: number): boolean {
  return snapshot !== undefined && now >= snapshot.startTime && now < snapshot.endTime;
}

/** What the policy of now settles for good. */
function ofPolicy({ state }: Context, { policyId }: ProtectedItem): Pick<BackupDetails, "snapshotDays" | "policyType"> {
  const policy = policyId === undefined ? undefined : state.policies.get(policyId);
  if (!policy) return { snapshotDays: DEFAULT_SNAPSHOT_DAYS };
  const { instantRpRetentionRangeInDays, policyType } = parsedPolicy(policy);
  return { snapshotDays: instantRpRetentionRangeInDays ?? DEFAULT_SNAPSHOT_DAYS, policyType: policyType ?? "V1" };
}

/** A backup meets the fault asked for, or that its VM is gone; a fault that was asked for is met once. */
function faultOf({ state }: Context, item: ProtectedItem): BackupFault | undefined {
  if (!state.resources.get(item.vmId)) return { code: "UserErrorVmNotFoundV2", phase: "snapshot" };
  const fault = state.faults.take("job", { path: item.vmId });
  return fault && { code: fault.code, phase: fault.phase ?? "snapshot" };
}

/** A phase that fails does so half-way; without a snapshot there is nothing to transfer, and Azure fails that task as well. */
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
