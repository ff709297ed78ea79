import type { Context } from "../../context";
import { caseFold } from "../../../azure/case-fold";
import { ExitCode } from "../../../contract/exit-code";
import { HookError } from "../../hook-error";
import { endCauseOf, exitCodeOfEnd } from "../../run-ended";
import { jobLine } from "../jobs/view";
import { ArmError } from "../../arm/arm-error";
import { type BackupJob, hasEnded, isSnapshotTaken } from "../../vault/backup-job";
import { recentJobs, runningBackups } from "../../vault/job-filter";
import { VaultClient } from "../../vault/vault-client";
import { type VmLabel, vmLabels } from "../../vault/vm-label";
import { vmMatcher } from "../../vault/vm-matcher";

/** The options of `cancel`. */
export interface CancelOptions {
  readonly vaultId: string;
  readonly jobIds: readonly string[];
  readonly vms: readonly string[];
  /** The time limit of the wait for the jobs to end. */
  readonly timeoutMinutes: number;
}

const POLL_EVERY_MS = 15_000;

/** A job for which Azure has accepted a cancel request. */
interface Accepted {
  readonly job: BackupJob;
  readonly operationId: string | undefined;
}

/**
 * Asks Azure to cancel backups, and follows them to their end. Azure may accept the request and still complete the job, so only the job's
 * end shows the result. Exits with 0 if each was cancelled.
 */
export async function runCancel(options: CancelOptions, context: Context): Promise<ExitCode> {
  const vault = new VaultClient(await context.connect(), options.vaultId);
  const jobs = await jobsNamed(options, vault, context.clock.now());
  const run = new CancelRun(vault, vmLabels(jobs), context);
  for (const job of jobs) await run.cancel(job);
  return run.follow();
}

class CancelRun {
  private readonly open = new Map<string, Accepted>();
  private readonly brief: VaultClient;
  private exitCode: ExitCode = ExitCode.done;

  constructor(
    private readonly vault: VaultClient,
    private readonly labelOf: VmLabel,
    private readonly context: Context,
  ) {
    this.brief = vault.briefly();
  }

  async cancel(job: BackupJob): Promise<void> {
    if (hasEnded(job)) {
      this.print(job, `has already ended as ${job.status}, so there is nothing to cancel (job ${job.id})`);
      this.noteEnd(job);
      return;
    }
    try {
      const operationId = await this.vault.cancelJob(job.id);
      this.print(job, `asked Azure to cancel job ${job.id}, which may still complete${tooLateNote(job)}`);
      this.open.set(job.id, { job, operationId });
    } catch (error) {
      if (!(error instanceof ArmError) || error.status === 401 || error.status === 403) throw error;
      this.refused(job, error);
    }
  }

  /** Polls the jobs until each has ended or Azure has refused its cancellation. */
  async follow(): Promise<ExitCode> {
    const { clock, signal } = this.context;
    while (this.open.size > 0) {
      await clock.sleep(POLL_EVERY_MS, signal);
      const cause = endCauseOf(this.context);
      if (cause) {
        for (const { job } of this.open.values()) this.print(job, `not yet known to be cancelled (job ${job.id})`);
        return exitCodeOfEnd(cause);
      }
      for (const accepted of [...this.open.values()]) if (!signal.aborted) await this.poll(accepted);
    }
    return this.exitCode;
  }

  private async poll(accepted: Accepted): Promise<void> {
    const { clock, signal, terminal } = this.context;
    const {
      operationId,
      job: { id },
    } = accepted;
    try {
      const job = await this.brief.getJob(id);
      if (job && hasEnded(job)) {
        this.open.delete(id);
        terminal.print(jobLine(job, this.labelOf(job), clock.now()));
        this.noteEnd(job);
        return;
      }
      const refusal = operationId === undefined ? undefined : await this.brief.cancelRefusal(id, operationId);
      if (!refusal) return;
      this.open.delete(id);
      this.refused(accepted.job, refusal);
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof ArmError) || !error.transient) throw error;
      terminal.note(`${error.message}; the job is read again later`);
    }
  }

  private noteEnd({ status }: BackupJob): void {
    if (status.toLowerCase() !== "cancelled") this.exitCode = ExitCode.backupFailed;
  }

  private refused(job: BackupJob, error: ArmError): void {
    this.print(job, `${error.message}${tooLateNote(job)}; the backup continues`);
    this.exitCode = ExitCode.backupFailed;
  }

  private print(job: BackupJob, text: string): void {
    this.context.terminal.print(`${this.labelOf(job)}: ${text}`);
  }
}

/** Azure offers to cancel a backup in every phase. Only its steps show that it is too late. */
function tooLateNote(job: BackupJob): string {
  const taken = job.operation === "Backup" && isSnapshotTaken(job);
  return taken ? "; Azure cancels a backup only while its snapshot is being taken, and this snapshot is complete" : "";
}

async function jobsNamed({ jobIds, vms }: CancelOptions, vault: VaultClient, now: Date): Promise<BackupJob[]> {
  const jobs = new Map<string, BackupJob>();
  for (const jobId of jobIds) {
    const job = (await vault.getJob(jobId)) ?? (await jobThatBegins(jobId, vault, now));
    if (!job) throw notFound(`the vault has no job '${jobId}'; list its jobs with 'azure-vm-backup jobs'`);
    jobs.set(job.id, job);
  }
  if (vms.length === 0) return [...jobs.values()];
  const running = await vault.listJobs(runningBackups(now));
  for (const name of vms) {
    const ofVm = running.filter(vmMatcher(name));
    if (ofVm.length === 0)
      throw notFound(`no backup of '${name}' is running in the vault; list its jobs with 'azure-vm-backup jobs'`);
    // If a VM has two running backups, the older one is in its transfer phase, and Azure does not cancel it.
    const latest = new Map([...ofVm].reverse().map((job) => [job.vmKey, job]));
    for (const job of latest.values()) jobs.set(job.id, (await vault.getJob(job.id)) ?? job);
  }
  return [...jobs.values()];
}

/** The recent job whose id begins with the eight characters or more that a portal or a log shows; undefined if there is none. */
async function jobThatBegins(start: string, vault: VaultClient, now: Date): Promise<BackupJob | undefined> {
  if (!/^[\da-f]{8}[\da-f-]{0,27}$/i.test(start)) return undefined;
  const [job, ...others] = (await vault.listJobs(recentJobs(now))).filter(({ id }) => caseFold(id).startsWith(caseFold(start)));
  if (!job || others.length === 0) return job && ((await vault.getJob(job.id)) ?? job);
  throw new HookError(
    ExitCode.badInput,
    `--job must begin the id of one job, got '${start}', which begins ${[job, ...others].map(({ id }) => id).join(" and ")}; give more of it`,
  );
}

function notFound(message: string): HookError {
  return new HookError(ExitCode.notFound, message);
}
