import type { Clock } from "../../clock";
import { ExitCode } from "../../../contract/exit-code";
import { ArmError } from "../../arm/arm-error";
import { type BackupJob, hasEnded } from "../../vault/backup-job";
import { pollInterval } from "../../vault/poll-interval";

export interface Watching {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told all jobs after each look, and which of them are new or have changed. */
  readonly note: (line: string) => void;
  readonly show: (jobs: readonly BackupJob[], changed: readonly BackupJob[]) => void;
}

/**
 * Looks at the jobs until none of them runs, every 30 seconds and less often while nothing changes. The exit code is that of the
 * jobs which ended while they were watched.
 */
export async function watchJobs(read: () => Promise<BackupJob[]>, { clock, signal, note, show }: Watching): Promise<ExitCode> {
  const last = new Map<string, BackupJob>();
  const endedHere = new Map<string, BackupJob>();
  let unchanged = 0;
  for (;;) {
    let wait = 0;
    try {
      const jobs = await read();
      const changed = jobs.filter((job) => last.get(job.id)?.status !== job.status);
      for (const job of changed) {
        const before = last.get(job.id);
        if (before && !hasEnded(before) && hasEnded(job)) endedHere.set(job.id, job);
        last.set(job.id, job);
      }
      show(jobs, changed);
      if (jobs.every(hasEnded)) return outcomeOf([...endedHere.values()]);
      unchanged = changed.length > 0 ? 0 : unchanged + 1;
    } catch (error) {
      if (signal.aborted) return ExitCode.interrupted;
      if (!(error instanceof ArmError) || !error.transient || last.size === 0) throw error;
      wait = error.retryAfterMs ?? 0;
      note(`${error.message}; the jobs go on, and so does watching them`);
    }
    await clock.sleep(Math.max(pollInterval(unchanged), wait), signal);
    if (signal.aborted) return ExitCode.interrupted;
  }
}

function outcomeOf(jobs: readonly BackupJob[]): ExitCode {
  const statuses = new Set(jobs.map(({ status }) => status.toLowerCase()));
  if (statuses.has("failed") || statuses.has("cancelled")) return ExitCode.backupFailed;
  return statuses.has("completedwithwarnings") ? ExitCode.completedWithWarnings : ExitCode.done;
}
