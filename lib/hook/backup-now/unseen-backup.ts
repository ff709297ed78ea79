import { MINUTE_MS } from "../../azure/durations";
import { formatInstant } from "../report/duration";
import { type BackupJob, hasEnded } from "../vault/backup-job";
import { backupsOfLastDay } from "../vault/job-filter";
import type { ProtectedItem } from "../vault/protected-item";
import type { BackupVault } from "../vault/vault-client";
import type { JobIndex } from "./job-index";
import type { Progress } from "./progress";

/** How long the run waits for an item's state after its job has ended. */
const STATE_LAGS_MS = 15 * MINUTE_MS;

/** Operations after which earlier backups of a VM no longer count. */
const NEW_PROTECTION = /^(ConfigureBackup|DisableBackup|DeleteBackupData|UnRegister)$/i;

const FAILURES = new Set(["failed", "cancelled", "cancelling", "completedwithwarnings"]);

/** Returns the latest completed backup of a VM if its item shows no backup. */
export function unseenBackup({ vmKey, protectionState }: ProtectedItem, jobs: JobIndex): BackupJob | undefined {
  if (protectionState === "Protected") return undefined;
  return jobs.ofVm(vmKey).find((job) => hasEnded(job) && !isFailure(job));
}

/** Whether a backup completed so shortly before `readAt` that the item may not show it yet. */
export function hasJustCompleted({ endTime }: BackupJob, readAt: Date): boolean {
  return (endTime?.getTime() ?? 0) > readAt.getTime() - STATE_LAGS_MS;
}

/** Returns the backups after which the VM's protection was not changed. These VMs count as backed up, even if their items say otherwise. */
export async function stillValid(backups: readonly BackupJob[], vault: BackupVault, now: Date): Promise<ReadonlySet<BackupJob>> {
  if (backups.length === 0) return new Set();
  const all = await vault.listJobs({ ...backupsOfLastDay(now), operations: undefined });
  const changes = all.filter(({ operation }) => NEW_PROTECTION.test(operation));
  const isOlder = (backup: BackupJob, change: BackupJob): boolean =>
    change.vmKey === backup.vmKey && (change.startTime ?? now) > (backup.startTime ?? now);
  return new Set(backups.filter((backup) => !changes.some((change) => isOlder(backup, change))));
}

/** Returns the progress of a VM that has such a backup. */
export function backedUpBy({ id, endTime }: BackupJob, { protectionState }: ProtectedItem): Progress {
  const end = endTime ? ` at ${formatInstant(endTime)}` : "";
  const reason = `already backed up: job ${id} completed${end}, though Azure still reports ${protectionState}`;
  return { kind: "skipped", cause: "alreadyBackedUp", reason, warn: true };
}

export function isFailure({ status }: BackupJob): boolean {
  return FAILURES.has(status.toLowerCase());
}
