import { ExitCode } from "../../contract/exit-code";
import { type BackupJob, type BackupTask, hasEnded, isSnapshotTaken } from "../vault/backup-job";
import type { ProtectedItem } from "../vault/protected-item";
import { explain } from "./explain";

/** How far a backup is followed. */
export type Milestone = "accepted" | "snapshot" | "completed";

/** Why nothing is done about a VM. */
export type SkipCause = "alreadyBackedUp" | "leftToSchedule" | "cannotBeBackedUp";

/** Where the backup of one VM stands. */
export type Progress =
  /** Nothing is done about the VM. */
  | { readonly kind: "skipped"; readonly cause: SkipCause; readonly reason: string; readonly warn: boolean }
  /**
   * Still to be triggered: the first time if `because` is undefined, else again, after it has been looked at anew.
   * `notBefore` is a time of the clock, in milliseconds.
   */
  | { readonly kind: "waiting"; readonly because?: string; readonly notBefore?: number }
  /** Sent to Azure, which has not shown a job for it yet. */
  | { readonly kind: "requested"; readonly requestId: string; readonly operationId: string | undefined; readonly rounds: number }
  /** The job has the tasks that were last seen of it. */
  | { readonly kind: "running"; readonly job: BackupJob; readonly snapshotTaken: boolean }
  /** `note` says what is not as usual. */
  | { readonly kind: "completed"; readonly job: BackupJob; readonly note: string | undefined }
  | { readonly kind: "completedWithWarnings"; readonly job: BackupJob; readonly reason: string }
  /** Failed, cancelled or refused; the exit code is that of a run in which nothing else went wrong. */
  | { readonly kind: "failed"; readonly job: BackupJob | undefined; readonly reason: string; readonly exitCode: ExitCode };

/** One VM in a run. */
export interface VmRun {
  readonly item: ProtectedItem;
  /** What the VM is called: its name, with its resource group if the vault has another VM of that name. */
  readonly label: string;
  /** Why the VM is backed up though its item counts as backed up: what the vault has is of another VM of that name. */
  readonly recreated?: string | undefined;
  progress: Progress;
  /** The last day (UTC) on which the recovery point of the backup that was started or is followed is kept. */
  retainedUntil: string | undefined;
}

/** What is said of a backup that somebody else, or a schedule, has started. */
export const OTHER_RETENTION = "it keeps the retention it was started with, not the one asked for here";

/** The last day (UTC) on which the recovery point of a run is kept; undefined if there is none, and of a backup that has failed. */
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

/** Whether a VM's backup has come as far as it is followed. */
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

/** Where a backup stands, given what its job now says. */
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

/** The step that a running job is at, such as "Transfer data to vault"; undefined if none is seen to be under way. */
export function currentTask(job: BackupJob): BackupTask | undefined {
  return job.tasks?.find((task) => task.status === "InProgress");
}

/**
 * The step that has to succeed before a VM can be restored from a snapshot that was taken: a validation, if Azure lists one.
 * Undefined if the snapshot is enough.
 */
export function validationOf(job: BackupJob): BackupTask | undefined {
  return job.tasks?.find((task) => /validat/i.test(task.name) && task.status !== "Completed");
}

/** A list shows no tasks: those that were seen last are still the best that is known. */
function withLastTasks(before: Progress, job: BackupJob): BackupJob {
  if (job.tasks !== undefined || before.kind !== "running" || before.job.id !== job.id) return job;
  const { tasks, retainedUntil } = before.job;
  return { ...job, tasks, retainedUntil: job.retainedUntil ?? retainedUntil };
}
