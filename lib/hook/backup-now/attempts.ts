import { DAY_MS } from "../../azure/durations";
import { caseFold } from "../../azure/case-fold";
import type { BackupJob } from "../vault/backup-job";

/**
 * The maximum number of automatic attempts per VM: the first backup of a run, and two retries after transient failures. The vault's jobs of
 * the last 24 hours count, so that a repeated pipeline run does not start over.
 */
export const MAX_AUTOMATIC_ATTEMPTS = 3;

/** The number of attempts in 24 hours after which a run starts no backup. Azure refuses more than nine, and a person may need the rest. */
export const MAX_ATTEMPTS_A_DAY = 6;

interface Attempt {
  readonly requestId: string;
  readonly at: number;
}

/** Counts the recent backup attempts of each VM: jobs that the vault lists, and sent requests that are not listed yet. */
export class Attempts {
  private readonly jobs = new Map<string, Map<string, BackupJob>>();
  private readonly sent = new Map<string, Attempt[]>();
  /** Jobs that a schedule started. */
  private readonly scheduled = new Set<string>();

  /** Records listed jobs, including failed ones. Jobs that a schedule started do not count as on-demand attempts. */
  learn(jobs: readonly BackupJob[]): void {
    for (const job of jobs) {
      if (job.operation !== "Backup" || job.userTriggered === false || this.scheduled.has(job.id)) continue;
      const ofVm = this.jobs.get(job.vmKey) ?? new Map<string, BackupJob>();
      this.jobs.set(job.vmKey, ofVm.set(job.id, job));
    }
  }

  /** Stops counting a job, because a schedule started it. */
  discount(job: BackupJob): void {
    this.scheduled.add(job.id);
    this.jobs.get(job.vmKey)?.delete(job.id);
  }

  /** Returns the jobs of the last 24 hours for which Azure does not say what started them. */
  ofUnknownOrigin(vmKey: string, now: Date): BackupJob[] {
    return this.inLastDay(vmKey, now).filter(({ userTriggered }) => userTriggered === undefined);
  }

  /** Records a request that Azure may count. */
  record(vmKey: string, requestId: string, at: Date): void {
    const ofVm = this.sent.get(vmKey) ?? [];
    ofVm.push({ requestId, at: at.getTime() });
    this.sent.set(vmKey, ofVm);
  }

  /** Returns the number of attempts in the last 24 hours. */
  count(vmKey: string, now: Date): number {
    const since = now.getTime() - DAY_MS;
    const jobs = this.inLastDay(vmKey, now);
    const listed = new Set(jobs.map((job) => caseFold(job.activityId ?? "")));
    const unlisted = (this.sent.get(vmKey) ?? []).filter(({ requestId, at }) => at > since && !listed.has(caseFold(requestId)));
    return jobs.length + unlisted.length;
  }

  private inLastDay(vmKey: string, now: Date): BackupJob[] {
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
