import type { VmRun } from "../backup-now/progress";
import type { Clock } from "../clock";
import type { BackupJob } from "../vault/backup-job";

/**
 * One job at a time is read for the live table, whichever was read longest ago: the run itself reads jobs when their phase changes
 * only, and Azure allows few such reads.
 */
const READ_EVERY_MS = 30_000;

/** How far jobs are, beyond what the run itself has to know. */
export class LiveDetails {
  private readonly jobs = new Map<string, BackupJob>();

  constructor(private readonly readJob: (jobId: string) => Promise<BackupJob | undefined>) {}

  /** Reads on until the signal is aborted. What cannot be read is left out: the run itself says what is wrong. */
  async keepReading(runs: () => readonly VmRun[], clock: Clock, signal: AbortSignal): Promise<void> {
    const lastRead = new Map<string, number>();
    for (;;) {
      await clock.sleep(READ_EVERY_MS, signal);
      if (signal.aborted) return;
      const running = runs().flatMap(({ progress }) => (progress.kind === "running" ? [progress.job.id] : []));
      const [jobId] = running.sort((a, b) => (lastRead.get(a) ?? -1) - (lastRead.get(b) ?? -1));
      if (jobId === undefined) continue;
      lastRead.set(jobId, clock.elapsed());
      const job = await this.readJob(jobId).catch(() => undefined);
      if (job) this.jobs.set(jobId, job);
    }
  }

  /** A VM with what was read of its running job. */
  of(run: VmRun): VmRun {
    const job = run.progress.kind === "running" ? this.jobs.get(run.progress.job.id) : undefined;
    return job && run.progress.kind === "running" ? { ...run, progress: { ...run.progress, job } } : run;
  }
}
