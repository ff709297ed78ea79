import { ExitCode } from "../exit-code";
import { type BackupJob, hasEnded, type JobError } from "../vault/backup-job";
import type { ProtectedItem } from "../vault/protected-item";

/** How far a backup is followed. */
export type Milestone = "accepted" | "snapshot" | "completed";

/** Where the backup of one VM stands. */
export type Progress =
  /** Nothing was to be done. */
  | { readonly kind: "skipped"; readonly reason: string; readonly warn: boolean }
  /** Still to be triggered. */
  | { readonly kind: "waiting" }
  /** Sent to Azure, which has not shown a job for it yet. */
  | { readonly kind: "requested"; readonly requestId: string; readonly operationId: string | undefined; readonly rounds: number }
  | { readonly kind: "running"; readonly job: BackupJob; readonly snapshotTaken: boolean }
  /** `note` says what is not as usual. */
  | { readonly kind: "completed"; readonly job: BackupJob; readonly note: string | undefined }
  | { readonly kind: "completedWithWarnings"; readonly job: BackupJob; readonly reason: string }
  /** Failed, cancelled or refused; the exit code is that of a run in which nothing else went wrong. */
  | { readonly kind: "failed"; readonly job: BackupJob | undefined; readonly reason: string; readonly exitCode: ExitCode };

/** One VM in a run. */
export interface VmRun {
  readonly item: ProtectedItem;
  progress: Progress;
  /** The last day (UTC) on which the recovery point is kept. */
  retainedUntil: string | undefined;
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
export function observe(before: Progress, job: BackupJob, waitFor: Milestone): Progress {
  if (!hasEnded(job)) {
    const taken = (before.kind === "running" && before.snapshotTaken) || snapshotTaken(job);
    return { kind: "running", job, snapshotTaken: taken };
  }
  const tasks = job.tasks ?? [];
  const failedTask = tasks.find((task) => task.status === "Failed");
  switch (job.status.toLowerCase()) {
    case "completed": {
      if (failedTask) return { kind: "completedWithWarnings", job, reason: `'${failedTask.name}' failed` };
      const skipped = tasks.find((task) => task.status === "Skipped");
      if (!skipped) return { kind: "completed", job, note: undefined };
      const note = `'${skipped.name}' was skipped, so this backup exists as a snapshot only`;
      return waitFor === "completed" ? { kind: "completedWithWarnings", job, reason: note } : { kind: "completed", job, note };
    }
    case "completedwithwarnings":
      return {
        kind: "completedWithWarnings",
        job,
        reason: explain(job.errors) ?? (failedTask ? `'${failedTask.name}' failed` : "Azure gives no reason"),
      };
    case "cancelled":
      return failed("was cancelled; run again to start it anew", job);
    default:
      return failed(explain(job.errors) ?? "Azure gives no reason", job);
  }
}

export function failed(reason: string, job?: BackupJob, exitCode: ExitCode = ExitCode.backupFailed): Progress {
  return { kind: "failed", job, reason, exitCode };
}

/** Azure's explanation in its own words, in full; undefined where it gives none. */
export function explain(errors: readonly JobError[]): string | undefined {
  const texts = errors.map((error) => {
    const code = [error.title, error.number === undefined ? undefined : `(${error.number})`].filter(Boolean).join(" ");
    const recommendations = error.recommendations.length > 0 ? `Recommended: ${error.recommendations.join(" ")}` : undefined;
    return [[code, error.text].filter(Boolean).join(": "), recommendations].filter(Boolean).join(" ");
  });
  return texts.filter((text) => text !== "").join("; ") || undefined;
}

/** Read by what the step is called, since Azure adds steps: the snapshot is one of them, whatever follows it. */
function snapshotTaken(job: BackupJob): boolean {
  return (job.tasks ?? []).some((task) => /snapshot/i.test(task.name) && task.status === "Completed");
}
