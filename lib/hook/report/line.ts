import { endOfUtcDay } from "../../azure/utc-day";
import { OTHER_RETENTION, type Progress, validationOf, type VmRun } from "../backup-now/progress";
import type { BackupJob } from "../vault/backup-job";
import { formatDuration } from "./duration";

/** Returns the line for a change of a VM; undefined if nothing has changed. */
export function line(run: VmRun, before: Progress | undefined): string | undefined {
  const text = textOf(run, before);
  return text === undefined ? undefined : `${run.label}: ${text}`;
}

function textOf(run: VmRun, before: Progress | undefined): string | undefined {
  const { progress } = run;
  switch (progress.kind) {
    case "waiting":
      if (before === undefined && run.recreated !== undefined) return `${run.recreated}; it is backed up again`;
      return before?.kind === "waiting" && before.because === progress.because ? undefined : progress.because;
    case "skipped":
      return before?.kind === "skipped" ? undefined : progress.reason;
    case "requested":
      if (before?.kind === "requested") return undefined;
      if (progress.operationId === undefined) return "the answer to the backup request was lost; looking for its job";
      return run.retainedUntil === undefined
        ? "backup requested"
        : `backup requested, retained until ${run.retainedUntil} (sent as ${endOfUtcDay(run.retainedUntil)})`;
    case "running":
      if (before === undefined) return `a backup is running already (job ${progress.job.id}); following it; ${OTHER_RETENTION}`;
      if (before.kind !== "running") {
        const other = before.kind === "waiting" ? `; ${OTHER_RETENTION}` : "";
        return `backup job ${progress.job.id} is running${progress.snapshotTaken ? ", snapshot taken" : ""}${other}`;
      }
      return progress.snapshotTaken && !before.snapshotTaken ? snapshotTaken(progress.job) : undefined;
    case "completed":
      return before?.kind === "completed"
        ? undefined
        : `completed${after(progress.job)}${progress.note ? `; ${progress.note}` : ""}`;
    case "completedWithWarnings":
      return before?.kind === progress.kind ? undefined : `completed with warnings${after(progress.job)}: ${progress.reason}`;
    case "failed":
      return before?.kind === "failed" ? undefined : `failed: ${progress.reason}`;
  }
}

/** A snapshot counts as restorable only if Azure lists no validation that must still succeed. */
function snapshotTaken(job: BackupJob): string {
  const validation = validationOf(job);
  return validation ? `snapshot taken; the VM can be restored from it once '${validation.name}' has succeeded` : "snapshot taken";
}

function after(job: BackupJob): string {
  return job.startTime && job.endTime ? ` after ${formatDuration(job.endTime.getTime() - job.startTime.getTime())}` : "";
}
