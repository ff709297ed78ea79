import type { AzureAccess } from "../command/azure-access";
import { ExitCode } from "../exit-code";
import { HookError } from "../hook-error";
import { jobLine } from "../jobs/jobs-view";
import { type VaultJob, VaultJobs } from "../jobs/vault-jobs";
import { ArmError } from "../vault/arm-error";
import { hasEnded } from "../vault/backup-job";
import { keyOf } from "../vault/vm-name";

/** What `cancel` is asked for. */
export interface CancelOrder {
  readonly vaultId: string;
  readonly jobIds: readonly string[];
  readonly vms: readonly string[];
  /** How long the end of the jobs is waited for. */
  readonly timeoutMinutes: number;
}

const LOOK_EVERY_MS = 15_000;
const RUNNING_SINCE_MS = 29 * 24 * 3_600_000;
const AHEAD_MS = 24 * 3_600_000;

/**
 * Asks Azure to cancel backups, and follows them to their end: Azure takes the request and may complete the job all the same, so
 * that only the job's own end tells. Done where each was cancelled.
 */
export async function runCancel(order: CancelOrder, { arm, clock, terminal, signal }: AzureAccess): Promise<ExitCode> {
  const vaultJobs = new VaultJobs(arm, order.vaultId);
  const now = (): Date => clock.now();
  const asked = new Map<string, VaultJob>();
  let refused = false;
  for (const job of await jobsNamed(order, vaultJobs, now())) {
    if (hasEnded(job)) {
      terminal.print(`${job.vmName}: has ended as ${job.status} already, so there is nothing to cancel (job ${job.id})`);
      refused ||= job.status !== "Cancelled";
      continue;
    }
    const late = job.cancellable
      ? ""
      : "; Azure cancels only a snapshot that is being taken, and this one does not offer it any more";
    try {
      await vaultJobs.cancel(job.id);
      terminal.print(`${job.vmName}: asked Azure to cancel job ${job.id}, which may end otherwise${late}`);
      asked.set(job.id, job);
    } catch (error) {
      if (!(error instanceof ArmError) || error.status === 401 || error.status === 403) throw error;
      terminal.print(`${job.vmName}: ${error.message}${late}; the backup goes on`);
      refused = true;
    }
  }

  const deadline = clock.elapsed() + order.timeoutMinutes * 60_000;
  for (const open = new Set(asked.keys()); open.size > 0;) {
    await clock.sleep(LOOK_EVERY_MS, signal);
    if (signal.aborted) return ended(ExitCode.interrupted, open, asked, terminal.print);
    for (const jobId of [...open]) {
      const job = await vaultJobs.get(jobId);
      if (!job || !hasEnded(job)) continue;
      open.delete(jobId);
      terminal.print(jobLine(job, now()));
      refused ||= job.status.toLowerCase() !== "cancelled";
    }
    if (open.size > 0 && clock.elapsed() >= deadline) return ended(ExitCode.timedOut, open, asked, terminal.print);
  }
  return refused ? ExitCode.backupFailed : ExitCode.done;
}

function ended(
  code: ExitCode,
  open: ReadonlySet<string>,
  asked: ReadonlyMap<string, VaultJob>,
  print: (line: string) => void,
): ExitCode {
  for (const jobId of open) print(`${asked.get(jobId)?.vmName ?? jobId}: not known to be cancelled yet (job ${jobId})`);
  return code;
}

async function jobsNamed({ jobIds, vms }: CancelOrder, vaultJobs: VaultJobs, now: Date): Promise<VaultJob[]> {
  const jobs = new Map<string, VaultJob>();
  for (const jobId of jobIds) {
    const job = await vaultJobs.get(jobId);
    if (!job) throw notFound(`the vault has no job '${jobId}'; list its jobs with 'azure-vm-backup jobs'`);
    jobs.set(job.id, job);
  }
  if (vms.length === 0) return [...jobs.values()];
  const span = { from: new Date(now.getTime() - RUNNING_SINCE_MS), to: new Date(now.getTime() + AHEAD_MS) };
  const running = await vaultJobs.list({ ...span, statuses: ["InProgress"], operations: ["Backup"] });
  for (const name of vms) {
    const ofVm = running.filter(keyOf(name));
    if (ofVm.length === 0)
      throw notFound(`no backup of '${name}' is running in the vault; list its jobs with 'azure-vm-backup jobs'`);
    // Of two jobs of a VM, the older one transfers still, which Azure does not cancel.
    for (const job of ofVm.some(({ cancellable }) => cancellable) ? ofVm.filter(({ cancellable }) => cancellable) : ofVm) {
      jobs.set(job.id, job);
    }
  }
  return [...jobs.values()];
}

function notFound(message: string): HookError {
  return new HookError(ExitCode.notFound, message);
}
