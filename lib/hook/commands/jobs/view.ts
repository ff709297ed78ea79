import { explain } from "../../backup-now/explain";
import { formatDuration, formatInstant } from "../../report/duration";
import { NONE, plainTable } from "../../report/plain-table";
import { colourOf } from "../../report/status-colour";
import type { Colours } from "../../report/terminal";
import type { BackupJob } from "../../vault/backup-job";
import { resourceGroupOf, type VmLabel } from "../../vault/vm-label";

const HEAD = ["VM", "Operation", "Status", "Started", "Duration", "Job"];

/** Formats the Backup jobs view. */
export function jobsTable(jobs: readonly BackupJob[], labelOf: VmLabel, now: Date, colours: Colours): string {
  return plainTable(
    HEAD,
    jobs.map((job) => [
      labelOf(job),
      job.operation || NONE,
      colourOf(job.status, colours),
      job.startTime ? formatInstant(job.startTime) : NONE,
      job.startTime ? formatDuration(durationOf(job, now)) : NONE,
      job.id,
    ]),
  );
}

/** Returns a job for `--output json`. Instants are ISO text in UTC. Null means that Azure reports no value. */
export function jobRecord(job: BackupJob, now: Date): Record<string, unknown> {
  return {
    jobId: job.id,
    vm: job.vmName,
    resourceGroup: resourceGroupOf(job),
    operation: job.operation,
    status: job.status,
    startTime: job.startTime?.toISOString() ?? null,
    endTime: job.endTime?.toISOString() ?? null,
    durationSeconds: job.startTime ? Math.round(durationOf(job, now) / 1_000) : null,
    cancellable: job.cancellable,
    activityId: job.activityId ?? null,
    error: explain(job.errors) ?? null,
  };
}

/** Returns the line for a changed job, with the reason for a failure. */
export function jobLine(job: BackupJob, label: string, now: Date): string {
  const after = job.startTime && job.endTime ? ` after ${formatDuration(durationOf(job, now))}` : "";
  const reason = explain(job.errors);
  return `${label}: ${job.operation} ${job.status}${after} (job ${job.id})${reason === undefined ? "" : `: ${reason}`}`;
}

/** Returns one line for each job with an error. */
export function failureLines(jobs: readonly BackupJob[], labelOf: VmLabel, now: Date): string[] {
  return jobs.filter((job) => explain(job.errors) !== undefined).map((job) => jobLine(job, labelOf(job), now));
}

function durationOf(job: BackupJob, now: Date): number {
  return job.startTime ? (job.endTime ?? now).getTime() - job.startTime.getTime() : 0;
}
