import type { Clock } from "../clock";
import type { RestoreFinding, RestoreRegion, RestoreTrigger } from "../restore/restore-region";
import type { RestoreJob } from "../restore/restore-job";
import { type BackupJob, hasEnded } from "../vault/backup-job";
import type { BackupOperation } from "../vault/vault-client";

/** How old a list may be. A restore is looked at every 30 seconds or less often. */
const MAX_AGE_MS = 20_000;

const NO_FACTS: RestoreJob["facts"] = {
  ...{ kind: undefined, targetVm: undefined, targetGroup: undefined, stagingAccount: undefined },
  ...{ pointTime: undefined, container: undefined, templateUri: undefined },
};

/** One region for all restores of a drill. They share one list of jobs, and a job is read by itself only after it has ended. */
export class SharedRegion implements RestoreRegion {
  readonly region: string;
  private list: { readonly jobs: Promise<readonly BackupJob[]>; readonly at: number } | undefined;

  /** @param from the earliest start of the jobs that are listed */
  constructor(
    private readonly behind: RestoreRegion,
    private readonly clock: Clock,
    private readonly from: Date,
  ) {
    this.region = behind.region;
  }

  validate(trigger: Omit<RestoreTrigger, "requestId">): Promise<readonly RestoreFinding[] | undefined> {
    return this.behind.validate(trigger);
  }

  trigger(trigger: RestoreTrigger): Promise<string | undefined> {
    return this.behind.trigger(trigger);
  }

  operation(operationId: string): Promise<BackupOperation> {
    return this.behind.operation(operationId);
  }

  listJobs(): Promise<readonly BackupJob[]> {
    const at = this.clock.elapsed();
    if (this.list === undefined || at - this.list.at > MAX_AGE_MS) {
      const jobs = this.behind.listJobs(this.from, this.clock.now());
      this.list = { jobs, at };
      // A failed list is asked for again by whoever comes next.
      jobs.catch(() => {
        if (this.list?.jobs === jobs) this.list = undefined;
      });
    }
    return this.list.jobs;
  }

  async job(jobId: string): Promise<RestoreJob | undefined> {
    const listed = (await this.listJobs()).find(({ id }) => id === jobId);
    return listed && !hasEnded(listed) ? { ...listed, facts: NO_FACTS } : this.behind.job(jobId);
  }
}
