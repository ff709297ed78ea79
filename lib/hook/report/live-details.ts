import type { VmRun } from "../backup-now/progress";
import type { Clock } from "../clock";
import type { BackupJob } from "../vault/backup-job";

/**
 * The interval in which one job is read for the live table, the least recently read first. The run reads a job only when its phase changes,
 * and Azure limits such reads.
 */
const READ_EVERY_MS = 30_000;

/** Reads the progress of jobs for the live table. The run itself does not need it. */
export class LiveDetails {
  private readonly jobs = new Map<string, BackupJob>();

  constructor(private readonly readJob: (jobId: string) => Promise<BackupJob | undefined>) {}

  /** Reads jobs until the signal is aborted. A failed read is ignored, because the run reports problems itself. */
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

  /** Returns a VM with the latest details of its running job. */
  of(run: VmRun): VmRun {
    const job = run.progress.kind === "running" ? this.jobs.get(run.progress.job.id) : undefined;
    return job && run.progress.kind === "running" ? { ...run, progress: { ...run.progress, job } } : run;
  }
}
