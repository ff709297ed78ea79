import { ExitCode } from "../../contract/exit-code";
import { type BackupJob, type BackupTask, hasEnded, isSnapshotTaken } from "../vault/backup-job";
import type { ProtectedItem } from "../vault/protected-item";
import { explain } from "./explain";

/** The state up to which a backup is followed. */
export type Milestone = "accepted" | "snapshot" | "completed";

/** Why a VM is skipped. */
export type SkipCause = "alreadyBackedUp" | "leftToSchedule" | "cannotBeBackedUp" | "vmIsGone";

/** The progress of one VM's backup. */
export type Progress =
  /** The VM is skipped. */
  | { readonly kind: "skipped"; readonly cause: SkipCause; readonly reason: string; readonly warn: boolean }
  /**
   * To be triggered: for the first time if `because` is undefined, else again after a new check. `notBefore` is in milliseconds of the
   * clock.
   */
  | { readonly kind: "waiting"; readonly because?: string; readonly notBefore?: number }
  /** Sent to Azure. Its job is not listed yet. */
  | { readonly kind: "requested"; readonly requestId: string; readonly operationId: string | undefined; readonly rounds: number }
  /** The job contains its last known tasks. */
  | { readonly kind: "running"; readonly job: BackupJob; readonly snapshotTaken: boolean }
  /** `note` describes anything unusual. */
  | { readonly kind: "completed"; readonly job: BackupJob; readonly note: string | undefined }
  | { readonly kind: "completedWithWarnings"; readonly job: BackupJob; readonly reason: string }
  /** Failed, cancelled or refused. `exitCode` applies if nothing else in the run failed. */
  | { readonly kind: "failed"; readonly job: BackupJob | undefined; readonly reason: string; readonly exitCode: ExitCode };

/** One VM in a run. */
export interface VmRun {
  readonly item: ProtectedItem;
  /** The VM's name, with its resource group if the vault has another VM of that name. */
  readonly label: string;
  /** Why the VM is backed up although its item counts as backed up: the vault's backups are of an earlier VM of that name. */
  readonly recreated?: string | undefined;
  progress: Progress;
  /** The last day (UTC) on which the recovery point of the started or followed backup is kept. */
  retainedUntil: string | undefined;
}

/** The note for a backup that this run did not start. */
export const OTHER_RETENTION = "it keeps the retention it was started with, not the one asked for here";

/** Returns the last day (UTC) on which the recovery point is kept; undefined if there is none or the backup failed. */
export function retainedUntilOf({ progress, retainedUntil }: Pick<VmRun, "progress" | "retainedUntil">): string | undefined {
  switch (progress.kind) {
    case "skipped":
    case "waiting":
    case "failed":
      return undefined;
    case "requested":
      return retainedUntil;
    default:
      return retainedUntil ?? progress.job.retainedUntil;
  }
}

/** Whether a VM's backup has reached the milestone or ended. */
export function isSettled(progress: Progress, waitFor: Milestone): boolean {
  switch (progress.kind) {
    case "waiting":
    case "requested":
      return false;
    case "running":
      return waitFor === "accepted" || (waitFor === "snapshot" && progress.snapshotTaken);
    default:
      return true;
  }
}

/** Returns the progress of a backup from the current state of its job. */
export function observe(before: Progress, now: BackupJob, waitFor: Milestone): Progress {
  if (!hasEnded(now)) {
    const job = withLastTasks(before, now);
    const taken = (before.kind === "running" && before.snapshotTaken) || isSnapshotTaken(job);
    return { kind: "running", job, snapshotTaken: taken };
  }
  const tasks = now.tasks ?? [];
  const failedTask = tasks.find((task) => task.status === "Failed");
  switch (now.status.toLowerCase()) {
    case "completed": {
      if (failedTask) return { kind: "completedWithWarnings", job: now, reason: `'${failedTask.name}' failed` };
      const skipped = tasks.find((task) => task.status === "Skipped");
      if (!skipped) return { kind: "completed", job: now, note: undefined };
      const note = `'${skipped.name}' was skipped, so this backup exists as a snapshot only`;
      return waitFor === "completed"
        ? { kind: "completedWithWarnings", job: now, reason: note }
        : { kind: "completed", job: now, note };
    }
    case "completedwithwarnings":
      return {
        kind: "completedWithWarnings",
        job: now,
        reason: explain(now.errors) ?? (failedTask ? `'${failedTask.name}' failed` : "Azure gives no reason"),
      };
    case "cancelled":
      return failed("was cancelled; run again to start it anew", now);
    default:
      return failed(explain(now.errors) ?? "Azure gives no reason", now);
  }
}

export function failed(
  reason: string,
  job?: BackupJob,
  exitCode: ExitCode = ExitCode.backupFailed,
): Extract<Progress, { kind: "failed" }> {
  return { kind: "failed", job, reason, exitCode };
}

/** Returns the progress of a VM that does not exist and that nobody named. */
export function vmIsGone(reason: string): Progress {
  return { kind: "skipped", cause: "vmIsGone", reason, warn: true };
}

/** Returns the running step of a job, such as "Transfer data to vault"; undefined if no step is running. */
export function currentTask(job: BackupJob): BackupTask | undefined {
  return job.tasks?.find((task) => task.status === "InProgress");
}

/**
 * Returns the validation step that must succeed before a VM can be restored from its snapshot; undefined if Azure lists none or it has
 * succeeded.
 */
export function validationOf(job: BackupJob): BackupTask | undefined {
  return job.tasks?.find((task) => /validat/i.test(task.name) && task.status !== "Completed");
}

/** Keeps the last known tasks, since a list contains none. */
function withLastTasks(before: Progress, job: BackupJob): BackupJob {
  if (job.tasks !== undefined || before.kind !== "running" || before.job.id !== job.id) return job;
  const { tasks, retainedUntil } = before.job;
  return { ...job, tasks, retainedUntil: job.retainedUntil ?? retainedUntil };
}
