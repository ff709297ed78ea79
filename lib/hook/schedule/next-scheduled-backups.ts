import { caseFold } from "../../azure/case-fold";
import { nextRun } from "../../azure/schedule-runs";
import { ianaTimeZone } from "../../azure/time-zone";
import type { BackupPolicy } from "../vault/backup-policy";
import type { BackupVault } from "../vault/vault-client";

/** The next backup that a policy starts by itself. */
export interface ScheduledBackup {
  readonly at: Date;
  readonly policyName: string;
}

/** The next scheduled backup of each policy, by its id as it was given; each policy is read once, however many VMs have it. */
export async function nextScheduledBackups(
  policyIds: readonly (string | undefined)[],
  vault: Pick<BackupVault, "getBackupPolicy">,
  now: Date,
): Promise<ReadonlyMap<string, ScheduledBackup>> {
  const byPolicy = new Map<string, ScheduledBackup | undefined>();
  const found = new Map<string, ScheduledBackup>();
  for (const id of policyIds) {
    if (id === undefined) continue;
    if (!byPolicy.has(caseFold(id))) {
      const policy = await vault.getBackupPolicy(id);
      const at = policy && nextBackup(policy, now);
      byPolicy.set(caseFold(id), policy && at ? { at, policyName: policy.name } : undefined);
    }
    const scheduled = byPolicy.get(caseFold(id));
    if (scheduled) found.set(id, scheduled);
  }
  return found;
}

/** When a policy starts its next backup after an instant; undefined if its schedule or its time zone is not known. */
export function nextBackup({ schedule, timeZone }: Pick<BackupPolicy, "schedule" | "timeZone">, after: Date): Date | undefined {
  const zone = ianaTimeZone(timeZone);
  const run = schedule && zone && nextRun(schedule, zone, after.getTime());
  return run ? new Date(run.time) : undefined;
}
