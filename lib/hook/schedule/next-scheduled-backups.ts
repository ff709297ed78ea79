import { caseFold } from "../../azure/case-fold";
import type { BackupVault } from "../vault/vault-client";
import { nextRun } from "./next-run";

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
      const at = policy && nextRun(policy, now);
      byPolicy.set(caseFold(id), policy && at ? { at, policyName: policy.name } : undefined);
    }
    const scheduled = byPolicy.get(caseFold(id));
    if (scheduled) found.set(id, scheduled);
  }
  return found;
}
