import { caseFold } from "../../azure/case-fold";
import { nextRun } from "../../azure/schedule-runs";
import { ianaTimeZone } from "../../azure/time-zone";
import type { BackupPolicy } from "../vault/backup-policy";
import type { BackupVault } from "../vault/vault-client";

/** The next backup that a policy's schedule starts. */
export interface ScheduledBackup {
  readonly at: Date;
  readonly policyName: string;
}

/** Returns the next scheduled backup of each policy, by the id as given. Each policy is read once, for any number of VMs. */
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

/** Returns when a policy starts its next backup after an instant; undefined if its schedule or time zone is unknown. */
export function nextBackup({ schedule, timeZone }: Pick<BackupPolicy, "schedule" | "timeZone">, after: Date): Date | undefined {
  const zone = ianaTimeZone(timeZone);
  const run = schedule && zone && nextRun(schedule, zone, after.getTime());
  return run ? new Date(run.time) : undefined;
}
