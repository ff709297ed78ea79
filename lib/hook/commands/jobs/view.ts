import { explain } from "../../backup-now/explain";
import { formatDuration, formatInstant } from "../../report/duration";
import { NONE, plainTable } from "../../report/plain-table";
import { colourOf } from "../../report/status-colour";
import type { Colours } from "../../report/terminal";
import type { BackupJob } from "../../vault/backup-job";
import { resourceGroupOf, type VmLabel } from "../../vault/vm-label";

const HEAD = ["VM", "Operation", "Status", "Started", "Duration", "Job"];

/** The Backup jobs view, latest first. */
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

/** What `--output json` says of a job: instants as ISO text in UTC, null if Azure says nothing. */
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

/** The line for a job that has changed; why it failed is part of it. */
export function jobLine(job: BackupJob, label: string, now: Date): string {
  const after = job.startTime && job.endTime ? ` after ${formatDuration(durationOf(job, now))}` : "";
  const reason = explain(job.errors);
  return `${label}: ${job.operation} ${job.status}${after} (job ${job.id})${reason === undefined ? "" : `: ${reason}`}`;
}

/** Why jobs failed, one line for each that says so. */
export function failureLines(jobs: readonly BackupJob[], labelOf: VmLabel, now: Date): string[] {
  return jobs.filter((job) => explain(job.errors) !== undefined).map((job) => jobLine(job, labelOf(job), now));
}

function durationOf(job: BackupJob, now: Date): number {
  return job.startTime ? (job.endTime ?? now).getTime() - job.startTime.getTime() : 0;
}
