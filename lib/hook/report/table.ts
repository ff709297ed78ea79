import { type Milestone, type Progress, retainedUntilOf, type VmRun } from "../backup-now/progress";
import type { BackupJob } from "../vault/backup-job";
import { byName } from "../vault/vm-label";
import { formatDuration, formatInstant } from "./duration";
import { NONE, plainTable } from "./plain-table";
import { colourOf } from "./status-colour";
import type { Colours } from "./terminal";

const HEAD = ["VM", "Operation", "Status", "Started", "Duration", "Retained until"];
const STATUS = HEAD.indexOf("Status");

/** Formats the Backup jobs view of a run: one row per VM, sorted by name. */
export function jobsTable(runs: readonly VmRun[], now: Date, colours?: Colours): string {
  const rows = [...runs].sort((a, b) => byName(a.item, b.item)).map((run) => rowOf(run, now));
  const coloured = rows.map((cells) =>
    cells.map((cell, column) => (colours && column === STATUS ? colourOf(cell, colours) : cell)),
  );
  return plainTable(HEAD, coloured);
}

/** Returns one line for each failed VM, with the reason. */
export function failureLines(runs: readonly VmRun[]): string[] {
  return runs.flatMap(({ label, progress }) => (progress.kind === "failed" ? [`${label}: failed: ${progress.reason}`] : []));
}

/** Counts VMs by status: `3 VMs: 2 completed, 1 failed`. */
export function summary(runs: readonly VmRun[], waitFor: Milestone): string {
  const counts = new Map<string, number>();
  for (const { progress } of runs) {
    const status = summaryStatus(progress, waitFor);
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  const parts = [...counts].map(([status, count]) => `${count} ${status}`);
  return `${runs.length} ${runs.length === 1 ? "VM" : "VMs"}: ${parts.join(", ")}`;
}

/** Returns the cells of one VM. */
export function rowOf(run: VmRun, now: Date): string[] {
  const job = "job" in run.progress ? run.progress.job : undefined;
  return [
    run.label,
    job || run.progress.kind === "requested" ? "Backup" : NONE,
    statusOf(run.progress),
    job?.startTime ? formatInstant(job.startTime) : NONE,
    job ? durationOf(job, now) : NONE,
    retainedUntilOf(run) ?? NONE,
  ];
}

/** Returns the status of a VM's backup in one to four words. */
export function statusOf(progress: Progress): string {
  switch (progress.kind) {
    case "skipped":
      return progress.cause === "alreadyBackedUp" ? "Already backed up" : "Skipped";
    case "waiting":
      return "Not started";
    case "requested":
      return "Requested";
    case "running":
      return progress.snapshotTaken ? `${progress.job.status} (snapshot taken)` : progress.job.status;
    case "completed":
      return "Completed";
    case "completedWithWarnings":
      return "Completed with warnings";
    case "failed":
      return progress.job?.status === "Cancelled" ? "Cancelled" : "Failed";
  }
}

function summaryStatus(progress: Progress, waitFor: Milestone): string {
  if (progress.kind !== "running") return statusOf(progress).toLowerCase();
  if (progress.snapshotTaken) return "with the snapshot taken";
  return waitFor === "accepted" ? "accepted" : "running";
}

function durationOf(job: BackupJob, now: Date): string {
  if (!job.startTime) return NONE;
  return formatDuration((job.endTime ?? now).getTime() - job.startTime.getTime());
}
