import type { Context } from "../../context";
import type { BackupPolicy, ProtectedItem, Vault } from "../model";
import { parsedPolicy } from "../policies/parsed-policy";
import { recoveryPointsOf } from "../recovery-points/recovery-points";
import { immutabilityOf, isImmutable } from "../vaults/vault-rules";
import { immutableItemNotDeleted, immutableRetentionNotReduced } from "../../errors/item-errors";

const KINDS = ["dailySchedule", "weeklySchedule", "monthlySchedule", "yearlySchedule"] as const;

/** Refuses to delete an item of an immutable vault while it has recovery points that have not expired. */
export function requireDeletable(context: Context, vault: Vault, item: ProtectedItem): void {
  if (!isImmutable(vault) || recoveryPointsOf(context, item).length === 0) return;
  throw immutableItemNotDeleted(immutabilityOf(vault));
}

/** Returns the schedules for which the second policy keeps backups for less time than the first. */
export function reducedRetention(before: BackupPolicy, after: BackupPolicy): string[] {
  const [old, next] = [parsedPolicy(before).retentionPolicy, parsedPolicy(after).retentionPolicy];
  return KINDS.filter((kind) => (next[kind]?.retentionDuration.count ?? 0) < (old[kind]?.retentionDuration.count ?? 0));
}

/** In an immutable vault, refuses a policy with less retention than the current one. */
export function requireNoLessRetention(vault: Vault, before: BackupPolicy | undefined, after: BackupPolicy): void {
  if (!before || !isImmutable(vault)) return;
  const reduced = reducedRetention(before, after);
  if (reduced.length === 0) return;
  throw immutableRetentionNotReduced(reduced);
}
