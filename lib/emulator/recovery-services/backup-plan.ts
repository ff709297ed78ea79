import { randomUUID } from "node:crypto";
import { fold } from "../../azure/resource-id";
import type { Context } from "../context";
import { jobError } from "./job-errors";
import { hash } from "../faults/chance";
import type { BackupFault, Job, JobTask, ProtectedItem } from "./model";
import { backupsOf } from "./protection-state";

const MINUTE = 60_000;

export interface BackupOrder {
  readonly expiry: number;
  readonly activityId: string;
}

/**
 * A backup from its start to what it comes to. How long it takes and how much it moves follows from the VM's name, so that the
 * same VM behaves the same on every run; the first backup is a full copy, later ones move a part of it.
 */
export function planBackup(context: Context, item: ProtectedItem, { expiry, activityId }: BackupOrder): Job {
  const { id: itemId, vaultId, vmName, containerName } = item;
  const seed = hash(fold(vmName));
  const isFirst = !backupsOf(context, item).some(({ outcome }) => outcome === "Completed");
  const share = isFirst ? 1 : 0.25;
  const snapshot = (5 + (seed % 11)) * MINUTE;
  const transfer = (20 + (Math.floor(seed / 11) % 41)) * MINUTE * share;
  const fault = faultOf(context, item);
  const startTime = context.clock.now();
  const tasks = tasksOf(startTime, snapshot, transfer, fault);
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
    backup: { expiry, sizeInMegabytes: Math.round((2048 + (seed % 30_000)) * share) },
  };
}

/** A backup meets the fault asked for, or that its VM is gone; a fault that was asked for is met once. */
function faultOf({ state }: Context, item: ProtectedItem): BackupFault | undefined {
  if (!state.resources.get(item.vmId)) return { code: "UserErrorVmNotFoundV2", phase: "snapshot" };
  const fault = state.faults.take("job", { path: item.vmId });
  return fault && { code: fault.code, phase: fault.phase ?? "snapshot" };
}

/** A phase that fails does so half-way; without a snapshot there is nothing to transfer, and Azure fails that task as well. */
function tasksOf(start: number, snapshot: number, transfer: number, fault: BackupFault | undefined): JobTask[] {
  const failsAtSnapshot = fault?.phase === "snapshot";
  const taken = start + (failsAtSnapshot ? snapshot / 2 : snapshot);
  const transferred = failsAtSnapshot ? taken : taken + (fault ? transfer / 2 : transfer);
  return [
    { taskId: "Take Snapshot", startTime: start, endTime: taken, outcome: failsAtSnapshot ? "Failed" : "Completed" },
    { taskId: "Transfer data to vault", startTime: taken, endTime: transferred, outcome: fault ? "Failed" : "Completed" },
  ];
}

function outcomeOf(fault: BackupFault | undefined): Job["outcome"] {
  if (!fault) return "Completed";
  return fault.phase === "snapshot" ? "Failed" : "CompletedWithWarnings";
}
