import { DAY_MS } from "../../azure/durations";
import { caseFold } from "../../azure/case-fold";
import type { BackupJob } from "../vault/backup-job";

/**
 * Backups of one VM that are started without anybody asking again: the first one of a run, and two more after failures that pass.
 * Counted over the last 24 hours in the vault itself, so that a pipeline which runs again does not start over.
 */
export const MAX_AUTOMATIC_ATTEMPTS = 3;

/** Attempts of the last 24 hours from which on none is made at all; Azure refuses from nine on, and a person may need the rest. */
export const MAX_ATTEMPTS_A_DAY = 6;

interface Attempt {
  readonly requestId: string;
  readonly at: number;
}

/** How often a backup of each VM was attempted of late, by what the vault lists and by what was sent and is not listed yet. */
export class Attempts {
  private readonly jobs = new Map<string, Map<string, BackupJob>>();
  private readonly sent = new Map<string, Attempt[]>();
  /** Jobs that a schedule started. */
  private readonly scheduled = new Set<string>();

  /** Takes note of listed jobs, failed ones included; those that a schedule started are no on-demand attempts. */
  learn(jobs: readonly BackupJob[]): void {
    for (const job of jobs) {
      if (job.operation !== "Backup" || job.userTriggered === false || this.scheduled.has(job.id)) continue;
      const ofVm = this.jobs.get(job.vmKey) ?? new Map<string, BackupJob>();
      this.jobs.set(job.vmKey, ofVm.set(job.id, job));
    }
  }

  /** Takes back that a job counts, because a schedule has started it. */
  discount(job: BackupJob): void {
    this.scheduled.add(job.id);
    this.jobs.get(job.vmKey)?.delete(job.id);
  }

  /** The jobs of the last 24 hours of which nobody has said what started them. */
  ofUnknownOrigin(vmKey: string, now: Date): BackupJob[] {
    return this.ofLate(vmKey, now).filter(({ userTriggered }) => userTriggered === undefined);
  }

  /** Takes note of a request that Azure may count. */
  record(vmKey: string, requestId: string, at: Date): void {
    const ofVm = this.sent.get(vmKey) ?? [];
    ofVm.push({ requestId, at: at.getTime() });
    this.sent.set(vmKey, ofVm);
  }

  /** Attempts of the last 24 hours. */
  count(vmKey: string, now: Date): number {
    const since = now.getTime() - DAY_MS;
    const jobs = this.ofLate(vmKey, now);
    const listed = new Set(jobs.map((job) => caseFold(job.activityId ?? "")));
    const unlisted = (this.sent.get(vmKey) ?? []).filter(({ requestId, at }) => at > since && !listed.has(caseFold(requestId)));
    return jobs.length + unlisted.length;
  }

  private ofLate(vmKey: string, now: Date): BackupJob[] {
    const since = now.getTime() - DAY_MS;
    return [...(this.jobs.get(vmKey)?.values() ?? [])].filter((job) => (job.startTime?.getTime() ?? Infinity) > since);
  }

  /** Whether a run may make its first attempt. */
  mayStart(vmKey: string, now: Date): boolean {
    return this.count(vmKey, now) < MAX_ATTEMPTS_A_DAY;
  }

  /** Whether another attempt may follow one that failed. */
  mayRetry(vmKey: string, now: Date): boolean {
    return this.count(vmKey, now) < MAX_AUTOMATIC_ATTEMPTS;
  }
}
