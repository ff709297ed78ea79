import { ArmError } from "../arm/arm-error";
import type { BackupJob } from "../vault/backup-job";
import type { BackupVault } from "../vault/vault-client";
import { type Attempts, MAX_AUTOMATIC_ATTEMPTS } from "./attempts";
import { forEachConcurrently } from "./concurrency";

/** The maximum number of jobs read, for any number of VMs. Azure allows about 250 such reads in a time window that it does not document. */
const MAX_READS = 100;

/**
 * Stops counting jobs that a schedule started, for VMs close to the limit of attempts. A list does not say what started a job, and Azure
 * limits on-demand backups only. Only those carry a retention date of their own.
 */
export async function discountScheduled(
  vmKeys: readonly string[],
  attempts: Attempts,
  { vault, now, concurrency }: { readonly vault: BackupVault; readonly now: Date; readonly concurrency: number },
): Promise<void> {
  const scarce = vmKeys.filter((vmKey) => attempts.count(vmKey, now) >= MAX_AUTOMATIC_ATTEMPTS - 1);
  scarce.sort((a, b) => attempts.count(b, now) - attempts.count(a, now));
  const unknown = scarce.flatMap((vmKey) => attempts.ofUnknownOrigin(vmKey, now)).slice(0, MAX_READS);
  await forEachConcurrently(unknown, concurrency, async (job) => {
    try {
      const details = await vault.briefly().getJob(job.id);
      if (details && isOfSchedule(details)) attempts.discount(job);
    } catch (error) {
      // A job that cannot be read still counts.
      if (!(error instanceof ArmError) || !error.transient) throw error;
    }
  });
}

/** Whether a schedule started a job. A job without steps may have failed before Azure recorded the date, so it counts as an attempt. */
function isOfSchedule({ tasks = [], retainedUntil }: BackupJob): boolean {
  return tasks.length > 0 && retainedUntil === undefined;
}
