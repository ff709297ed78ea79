import type { Clock } from "../../clock";
import { ExitCode } from "../../../contract/exit-code";
import { formatDuration } from "../../report/duration";
import { Heartbeat } from "../../report/heartbeat";
import { endCauseOf, exitCodeOfEnd, type RunLimits } from "../../run-ended";
import { ArmError } from "../../arm/arm-error";
import { type BackupJob, hasEnded } from "../../vault/backup-job";
import { pollInterval } from "../../vault/poll-interval";

export interface Watching extends RunLimits {
  readonly clock: Clock;
  readonly note: (line: string) => void;
  /** Called with all jobs after each poll, and with those that are new or changed. */
  readonly show: (jobs: readonly BackupJob[], changed: readonly BackupJob[]) => void;
  /** Called with a line now and then while nothing changes. */
  readonly beat: (line: string) => void;
}

/**
 * Polls the jobs until none runs, every 30 seconds, and less often while nothing changes. The exit code depends on the jobs that ended
 * meanwhile.
 */
export async function watchJobs(read: () => Promise<BackupJob[]>, watching: Watching): Promise<ExitCode> {
  const { clock, signal, note, show, beat } = watching;
  const began = clock.elapsed();
  const heartbeat = new Heartbeat(clock);
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
      if (changed.length > 0) heartbeat.restart();
      else if (heartbeat.isDue()) beat(heartbeatLine(jobs, clock.elapsed() - began));
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

function heartbeatLine(jobs: readonly BackupJob[], elapsedMs: number): string {
  const running = jobs.filter((job) => !hasEnded(job)).length;
  return `watching ${running} of ${jobs.length} jobs (after ${formatDuration(elapsedMs)})`;
}

function outcomeOf(jobs: readonly BackupJob[]): ExitCode {
  const statuses = new Set(jobs.map(({ status }) => status.toLowerCase()));
  if (statuses.has("failed") || statuses.has("cancelled")) return ExitCode.backupFailed;
  return statuses.has("completedwithwarnings") ? ExitCode.completedWithWarnings : ExitCode.done;
}
