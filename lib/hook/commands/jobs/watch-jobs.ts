import type { Clock } from "../../clock";
import { ExitCode } from "../../../contract/exit-code";
import { endCauseOf, exitCodeOfEnd, type RunLimits } from "../../run-ended";
import { ArmError } from "../../arm/arm-error";
import { type BackupJob, hasEnded } from "../../vault/backup-job";
import { pollInterval } from "../../vault/poll-interval";

export interface Watching extends RunLimits {
  readonly clock: Clock;
  readonly note: (line: string) => void;
  /** Called with all jobs after each poll, and with those that are new or changed. */
  readonly show: (jobs: readonly BackupJob[], changed: readonly BackupJob[]) => void;
}

/**
 * Polls the jobs until none runs, every 30 seconds, and less often while nothing changes. The exit code depends on the jobs that ended
 * meanwhile.
 */
export async function watchJobs(read: () => Promise<BackupJob[]>, watching: Watching): Promise<ExitCode> {
  const { clock, signal, note, show } = watching;
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
      if (!signal.aborted) {
        if (!(error instanceof ArmError) || !error.transient) throw error;
        wait = error.retryAfterMs ?? 0;
        note(`${error.message}; the jobs continue, and this command goes on watching them`);
      }
    }
    await clock.sleep(Math.max(pollInterval(unchanged), wait), signal);
    const cause = endCauseOf(watching);
    if (cause) return exitCodeOfEnd(cause);
  }
}

function outcomeOf(jobs: readonly BackupJob[]): ExitCode {
  const statuses = new Set(jobs.map(({ status }) => status.toLowerCase()));
  if (statuses.has("failed") || statuses.has("cancelled")) return ExitCode.backupFailed;
  return statuses.has("completedwithwarnings") ? ExitCode.completedWithWarnings : ExitCode.done;
}
