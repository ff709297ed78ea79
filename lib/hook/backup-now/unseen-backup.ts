import { MINUTE_MS } from "../../azure/durations";
import { formatInstant } from "../report/duration";
import { type BackupJob, hasEnded } from "../vault/backup-job";
import { backupsOfLastDay } from "../vault/job-filter";
import type { ProtectedItem } from "../vault/protected-item";
import type { BackupVault } from "../vault/vault-client";
import type { JobIndex } from "./job-index";
import type { Progress } from "./progress";

/** How long the state of an item may lag behind the end of its job, as far as it is waited for. */
const STATE_LAGS_MS = 15 * MINUTE_MS;

/** Operations after which a VM may have to be backed up anew, whatever was backed up before. */
const NEW_PROTECTION = /^(ConfigureBackup|DisableBackup|DeleteBackupData|UnRegister)$/i;

/** The latest completed backup of a VM whose item does not show that there is one. */
export function unseenBackup({ vmKey, protectionState }: ProtectedItem, jobs: JobIndex): BackupJob | undefined {
  if (protectionState === "Protected") return undefined;
  return jobs.ofVm(vmKey).find((job) => hasEnded(job) && !isFailure(job));
}

/** Whether the state of an item that was read at an instant may not show yet that a backup has completed. */
export function hasJustCompleted({ endTime }: BackupJob, readAt: Date): boolean {
  return (endTime?.getTime() ?? 0) > readAt.getTime() - STATE_LAGS_MS;
}

/** Those of some backups after which nobody has protected their VM anew: these VMs are backed up, whatever their items say. */
export async function stillValid(backups: readonly BackupJob[], vault: BackupVault, now: Date): Promise<ReadonlySet<BackupJob>> {
  if (backups.length === 0) return new Set();
  const all = await vault.listJobs({ ...backupsOfLastDay(now), operations: undefined });
  const changes = all.filter(({ operation }) => NEW_PROTECTION.test(operation));
  const isOlder = (backup: BackupJob, change: BackupJob): boolean =>
    change.vmKey === backup.vmKey && (change.startTime ?? now) > (backup.startTime ?? now);
  return new Set(backups.filter((backup) => !changes.some((change) => isOlder(backup, change))));
}

/** Where a VM stands that such a backup is of. */
export function backedUpBy({ id, endTime }: BackupJob, { protectionState }: ProtectedItem): Progress {
  const end = endTime ? ` at ${formatInstant(endTime)}` : "";
  const reason = `already backed up: job ${id} completed${end}, though Azure still reports ${protectionState}`;
  return { kind: "skipped", cause: "alreadyBackedUp", reason, warn: true };
}

export function isFailure({ status }: BackupJob): boolean {
  return /^(failed|cancelled|cancelling|completedwithwarnings)$/i.test(status);
}
