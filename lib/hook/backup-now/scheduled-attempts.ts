import { ArmError } from "../arm/arm-error";
import type { BackupJob } from "../vault/backup-job";
import type { BackupVault } from "../vault/vault-client";
import { type Attempts, MAX_AUTOMATIC_ATTEMPTS } from "./attempts";
import { forEachConcurrently } from "./concurrency";

/** Jobs that are read for it, however many VMs there are: Azure allows about 250 such reads in a window that it does not document. */
const MAX_READS = 100;

/**
 * Sorts out which of the counted jobs a schedule has started, of those VMs whose attempts are about to be used up: a list does not
 * say, and Azure's limit is one of on-demand backups. Only these carry a retention date of their own.
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
      // What cannot be read goes on being counted.
      if (!(error instanceof ArmError) || !error.transient) throw error;
    }
  });
}

/** A job that failed before it came to any step may have failed before Azure noted the date, and counts in doubt. */
function isOfSchedule({ tasks = [], retainedUntil }: BackupJob): boolean {
  return tasks.length > 0 && retainedUntil === undefined;
}
