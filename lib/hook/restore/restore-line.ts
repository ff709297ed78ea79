import type { Progress } from "../backup-now/progress";
import { formatDuration } from "../report/duration";
import type { BackupJob } from "../vault/backup-job";

/** Returns the line to print for a change of a restore; undefined if nothing has changed. */
export function restoreLine(progress: Progress, before: Progress): string | undefined {
  switch (progress.kind) {
    case "requested":
      if (before.kind === "requested") return undefined;
      return progress.operationId === undefined
        ? "the answer to the restore request was lost; looking for its job"
        : "restore requested";
    case "running":
      return runningLine(progress.job, before);
    case "completed":
      return `restore completed${took(progress.job)}`;
    case "completedWithWarnings":
      return `restore completed with warnings${took(progress.job)}: ${progress.reason}`;
    case "failed":
      return `restore failed: ${progress.reason}`;
    default:
      return undefined;
  }
}

function runningLine(job: BackupJob, before: Progress): string | undefined {
  if (before.kind === "waiting") return `restore job ${job.id} was started before; following it`;
  const phase = phaseOf(job);
  if (before.kind !== "running") return `restore job ${job.id} is running${phase === undefined ? "" : `: ${phase}`}`;
  return stepOf(job) === stepOf(before.job) ? undefined : phase;
}

/** Returns the line of a heartbeat; undefined if no job runs. */
export function restoreHeartbeat(progress: Progress, elapsedMs: number): string | undefined {
  if (progress.kind !== "running") return undefined;
  return `the restore still runs: ${phaseOf(progress.job) ?? progress.job.status} (after ${formatDuration(elapsedMs)})`;
}

/** What a line is printed for: another task, or ten percent more of it. */
function stepOf({ tasks = [], progressPercent = 0 }: BackupJob): string {
  return `${tasks.find(({ status }) => status === "InProgress")?.name ?? ""} ${Math.floor(progressPercent / 10)}`;
}

/** Returns the running task, with Azure's percentage. Azure reports 1 percent if it does not know. */
function phaseOf({ tasks = [], progressPercent, estimatedRemaining }: BackupJob): string | undefined {
  const task = tasks.find(({ status }) => status === "InProgress");
  if (!task) return undefined;
  const isKnown = progressPercent !== undefined && progressPercent > 1;
  const remaining = isKnown && estimatedRemaining !== undefined ? `, ${estimatedRemaining} left by Azure's estimate` : "";
  return `${task.name}${isKnown ? ` (${progressPercent} %${remaining})` : ""}`;
}

function took({ startTime, endTime }: BackupJob): string {
  return startTime && endTime ? ` after ${formatDuration(endTime.getTime() - startTime.getTime())}` : "";
}
