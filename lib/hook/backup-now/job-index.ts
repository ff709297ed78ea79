import { caseFold } from "../../azure/case-fold";
import { type BackupJob, hasEnded } from "../vault/backup-job";

/** The backup jobs that a vault has listed. */
export class JobIndex {
  private readonly jobsById = new Map<string, BackupJob>();
  private readonly jobsByRequest = new Map<string, BackupJob>();
  private readonly jobsByVm = new Map<string, BackupJob[]>();

  constructor(jobs: readonly BackupJob[]) {
    for (const job of jobs) {
      if (job.operation !== "Backup" || this.jobsById.has(job.id)) continue;
      this.jobsById.set(job.id, job);
      if (job.activityId !== undefined) this.jobsByRequest.set(caseFold(job.activityId), job);
      const ofVm = this.jobsByVm.get(job.vmKey);
      if (ofVm) ofVm.push(job);
      else this.jobsByVm.set(job.vmKey, [job]);
    }
  }

  byId(jobId: string): BackupJob | undefined {
    return this.jobsById.get(jobId);
  }

  /** The job that one of our requests made. */
  byRequest(requestId: string): BackupJob | undefined {
    return this.jobsByRequest.get(caseFold(requestId));
  }

  /** Every job of a VM, the latest first. */
  ofVm(vmKey: string): BackupJob[] {
    return [...(this.jobsByVm.get(vmKey) ?? [])].sort((a, b) => startOf(b) - startOf(a));
  }

  /** Two jobs of one VM may run at once, the older one transferring still: the newer one is the one to follow. */
  running(vmKey: string): BackupJob | undefined {
    return this.ofVm(vmKey).find((job) => !hasEnded(job));
  }

  /** This index with jobs that are newer. */
  with(newer: readonly BackupJob[]): JobIndex {
    return new JobIndex([...newer, ...this.jobsById.values()]);
  }
}

function startOf(job: BackupJob): number {
  return job.startTime?.getTime() ?? 0;
}
