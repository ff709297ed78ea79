import type { AzureAccess } from "../azure-access";
import { ExitCode } from "../../../contract/exit-code";
import { HookError } from "../../hook-error";
import { jobLine } from "../jobs/view";
import { type VaultJob, VaultJobs } from "../jobs/vault-jobs";
import { ArmError } from "../../arm/arm-error";
import { hasEnded } from "../../vault/backup-job";
import { keyOf } from "../../vault/vm-name";

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

/** A job that Azure was asked to cancel. */
interface Asked {
  readonly job: VaultJob;
  readonly operationId: string | undefined;
}

/**
 * Asks Azure to cancel backups, and follows them to their end: Azure takes the request and may complete the job all the same, so
 * that only the job's own end tells. Done where each was cancelled.
 */
export async function runCancel(order: CancelOrder, { arm, clock, terminal, signal }: AzureAccess): Promise<ExitCode> {
  const vaultJobs = new VaultJobs(arm, order.vaultId);
  const now = (): Date => clock.now();
  const open = new Map<string, Asked>();
  let refused = false;
  const goesOn = ({ job }: Pick<Asked, "job">, error: ArmError): void => {
    terminal.print(`${job.vmName}: ${error.message}${lateness(job)}; the backup goes on`);
    refused = true;
  };
  for (const job of await jobsNamed(order, vaultJobs, now())) {
    if (hasEnded(job)) {
      terminal.print(`${job.vmName}: has ended as ${job.status} already, so there is nothing to cancel (job ${job.id})`);
      refused ||= job.status !== "Cancelled";
      continue;
    }
    try {
      const operationId = await vaultJobs.cancel(job.id);
      terminal.print(`${job.vmName}: asked Azure to cancel job ${job.id}, which may end otherwise${lateness(job)}`);
      open.set(job.id, { job, operationId });
    } catch (error) {
      if (!(error instanceof ArmError) || error.status === 401 || error.status === 403) throw error;
      goesOn({ job }, error);
    }
  }

  const deadline = clock.elapsed() + order.timeoutMinutes * 60_000;
  while (open.size > 0) {
    await clock.sleep(LOOK_EVERY_MS, signal);
    if (signal.aborted) return ended(ExitCode.interrupted, open, terminal.print);
    for (const [jobId, asked] of [...open]) {
      const job = await vaultJobs.get(jobId);
      if (job && hasEnded(job)) {
        open.delete(jobId);
        terminal.print(jobLine(job, now()));
        refused ||= job.status.toLowerCase() !== "cancelled";
        continue;
      }
      const refusal = asked.operationId === undefined ? undefined : await vaultJobs.cancelRefusal(jobId, asked.operationId);
      if (!refusal) continue;
      open.delete(jobId);
      goesOn(asked, refusal);
    }
    if (open.size > 0 && clock.elapsed() >= deadline) return ended(ExitCode.timedOut, open, terminal.print);
  }
  return refused ? ExitCode.backupFailed : ExitCode.done;
}

/** Azure offers to cancel a backup in every phase: only its steps tell that it is too late. */
function lateness({ operation, tasks = [] }: VaultJob): string {
  const taken = operation === "Backup" && tasks.some(({ name, status }) => /snapshot/i.test(name) && status === "Completed");
  return taken ? "; Azure cancels a backup only while its snapshot is taken, and this one is taken already" : "";
}

function ended(code: ExitCode, open: ReadonlyMap<string, Asked>, print: (line: string) => void): ExitCode {
  for (const [jobId, { job }] of open) print(`${job.vmName}: not known to be cancelled yet (job ${jobId})`);
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
    // Of two backups of a VM, the older one transfers still, which Azure does not cancel.
    const latest = new Map([...ofVm].reverse().map((job) => [job.vmKey, job]));
    for (const job of latest.values()) jobs.set(job.id, (await vaultJobs.get(job.id)) ?? job);
  }
  return [...jobs.values()];
}

function notFound(message: string): HookError {
  return new HookError(ExitCode.notFound, message);
}
