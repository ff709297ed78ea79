import type { Context } from "../../context";
import { ExitCode } from "../../../contract/exit-code";
import { HookError } from "../../hook-error";
import { endCauseOf, exitCodeOfEnd } from "../../run-ended";
import { jobLine } from "../jobs/view";
import { ArmError } from "../../arm/arm-error";
import { type BackupJob, hasEnded, isSnapshotTaken } from "../../vault/backup-job";
import { runningBackups } from "../../vault/job-filter";
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

const LOOK_EVERY_MS = 15_000;

/** A job for which Azure has accepted a cancel request. */
interface Asked {
  readonly job: BackupJob;
  readonly operationId: string | undefined;
}

/**
 * Asks Azure to cancel backups, and follows them to their end. Azure may accept the request and still complete the job, so only the job's
 * end shows the result. Exits with 0 if each was cancelled.
 */
export async function runCancel(options: CancelOptions, context: Context): Promise<ExitCode> {
  const { clock, terminal, signal } = context;
  const vault = new VaultClient(await context.connect(), options.vaultId);
  const brief = vault.briefly();
  const now = (): Date => clock.now();
  const open = new Map<string, Asked>();
  let refused = false;
  const jobs = await jobsNamed(options, vault, now());
  const labelOf = vmLabels(jobs);
  const printRefusal = ({ job }: Pick<Asked, "job">, error: ArmError): void => {
    terminal.print(`${labelOf(job)}: ${error.message}${tooLateNote(job)}; the backup continues`);
    refused = true;
  };
  for (const job of jobs) {
    if (hasEnded(job)) {
      terminal.print(`${labelOf(job)}: has already ended as ${job.status}, so there is nothing to cancel (job ${job.id})`);
      refused ||= job.status !== "Cancelled";
      continue;
    }
    try {
      const operationId = await vault.cancelJob(job.id);
      terminal.print(`${labelOf(job)}: asked Azure to cancel job ${job.id}, which may still complete${tooLateNote(job)}`);
      open.set(job.id, { job, operationId });
    } catch (error) {
      if (!(error instanceof ArmError) || error.status === 401 || error.status === 403) throw error;
      printRefusal({ job }, error);
    }
  }

  while (open.size > 0) {
    await clock.sleep(LOOK_EVERY_MS, signal);
    const cause = endCauseOf(context);
    if (cause) return ended(exitCodeOfEnd(cause), open, labelOf, terminal.print);
    for (const [jobId, asked] of [...open]) {
      try {
        const job = await brief.getJob(jobId);
        if (job && hasEnded(job)) {
          open.delete(jobId);
          terminal.print(jobLine(job, labelOf(job), now()));
          refused ||= job.status.toLowerCase() !== "cancelled";
          continue;
        }
        const refusal = asked.operationId === undefined ? undefined : await brief.cancelRefusal(jobId, asked.operationId);
        if (!refusal) continue;
        open.delete(jobId);
        printRefusal(asked, refusal);
      } catch (error) {
        if (signal.aborted) break;
        if (!(error instanceof ArmError) || !error.transient) throw error;
        terminal.note(`${error.message}; the job is read again later`);
      }
    }
  }
  return refused ? ExitCode.backupFailed : ExitCode.done;
}

/** Azure offers to cancel a backup in every phase. Only its steps show that it is too late. */
function tooLateNote(job: BackupJob): string {
  const taken = job.operation === "Backup" && isSnapshotTaken(job);
  return taken ? "; Azure cancels a backup only while its snapshot is being taken, and this snapshot is complete" : "";
}

function ended(code: ExitCode, open: ReadonlyMap<string, Asked>, labelOf: VmLabel, print: (line: string) => void): ExitCode {
  for (const [jobId, { job }] of open) print(`${labelOf(job)}: not yet known to be cancelled (job ${jobId})`);
  return code;
}

async function jobsNamed({ jobIds, vms }: CancelOptions, vault: VaultClient, now: Date): Promise<BackupJob[]> {
  const jobs = new Map<string, BackupJob>();
  for (const jobId of jobIds) {
    const job = await vault.getJob(jobId);
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

function notFound(message: string): HookError {
  return new HookError(ExitCode.notFound, message);
}
