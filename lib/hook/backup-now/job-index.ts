import { caseFold } from "../../azure/case-fold";
import { type BackupJob, hasEnded } from "../vault/backup-job";

/** The backup jobs listed by a vault. */
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

  /** Returns the job of one of our requests. */
  byRequest(requestId: string): BackupJob | undefined {
    return this.jobsByRequest.get(caseFold(requestId));
  }

  /** Returns every job of a VM, latest first. */
  ofVm(vmKey: string): BackupJob[] {
    return [...(this.jobsByVm.get(vmKey) ?? [])].sort((a, b) => startOf(b) - startOf(a));
  }

  /** Returns the running job of a VM. If two run, because the older one still transfers data, the newer one is returned. */
  running(vmKey: string): BackupJob | undefined {
    return this.ofVm(vmKey).find((job) => !hasEnded(job));
  }

  /** Returns this index with newer jobs added. */
  with(newer: readonly BackupJob[]): JobIndex {
    return new JobIndex([...newer, ...this.jobsById.values()]);
  }
}

function startOf(job: BackupJob): number {
  return job.startTime?.getTime() ?? 0;
}
