import type { BackupJob, BackupTask } from "../vault/backup-job";

/** A phase of a backup or a restore. Instants are ISO text in UTC. */
export interface PhaseRecord {
  /** Azure's name of the step, such as `Take Snapshot`; `Waiting` before the job started, `Backup` if Azure names no step. */
  readonly name: string;
  readonly kind: "waiting" | "snapshot" | "transfer" | "other";
  /** Azure's status of the step, as it was last read. */
  readonly status: string;
  readonly startTime: string;
  /** Null if the phase had not ended when it was last read. */
  readonly endTime: string | null;
}

/**
 * Returns the phases of a VM in a run: the time before its job, and the steps of the job. A job that was only listed has no steps, and is
 * one phase.
 */
export function phasesOf(job: BackupJob | undefined, runStart: Date): PhaseRecord[] {
  if (!job?.startTime) return [];
  const waited = job.startTime > runStart ? [phase("Waiting", "waiting", "Completed", runStart, job.startTime)] : [];
  const steps = (job.tasks ?? []).flatMap(phaseOf);
  const whole = phase(job.operation || "Backup", "other", job.status, job.startTime, job.endTime);
  return [...waited, ...(steps.length > 0 ? steps : [whole])];
}

/** Returns the phase of a VM whose job has not started when the run ends. */
export function stillWaiting(runStart: Date): PhaseRecord[] {
  return [phase("Waiting", "waiting", "InProgress", runStart, undefined)];
}

function phaseOf({ name, status, startTime, endTime }: BackupTask): PhaseRecord[] {
  if (!startTime) return [];
  const kind = /snapshot/i.test(name) ? "snapshot" : /transfer/i.test(name) ? "transfer" : "other";
  return [phase(name, kind, status, startTime, endTime)];
}

function phase(name: string, kind: PhaseRecord["kind"], status: string, startTime: Date, endTime: Date | undefined): PhaseRecord {
  return { name, kind, status, startTime: startTime.toISOString(), endTime: endTime?.toISOString() ?? null };
}
