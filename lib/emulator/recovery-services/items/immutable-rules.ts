import { ServiceError } from "../../arm/error";
import type { Context } from "../../context";
import type { BackupPolicy, ProtectedItem, Vault } from "../model";
import { parsedPolicy } from "../policies/parsed-policy";
import { recoveryPointsOf } from "../recovery-points/recovery-points";
import { immutabilityOf, isImmutable } from "../vaults/vault-rules";

const KINDS = ["dailySchedule", "weeklySchedule", "monthlySchedule", "yearlySchedule"] as const;

/** Refuses to delete an item of an immutable vault while it has recovery points whose time has not come. */
export function requireDeletable(context: Context, vault: Vault, item: ProtectedItem): void {
  if (!isImmutable(vault) || recoveryPointsOf(context, item).length === 0) return;
  const message = "The backup data cannot be deleted: the vault is immutable, and recovery points have not expired yet.";
  throw new ServiceError(400, "UserErrorDeleteBackupItemOnImmutableItem", message, [
    `the vault's immutability is ${immutabilityOf(vault)}`,
  ]);
}

/** The schedules whose backups one policy keeps for less time than another. */
export function reducedRetention(before: BackupPolicy, after: BackupPolicy): string[] {
  const [old, next] = [parsedPolicy(before).retentionPolicy, parsedPolicy(after).retentionPolicy];
  return KINDS.filter((kind) => (next[kind]?.retentionDuration.count ?? 0) < (old[kind]?.retentionDuration.count ?? 0));
}

/** Refuses, in an immutable vault, a policy that keeps less than the one that items have now. */
export function requireNoLessRetention(vault: Vault, before: BackupPolicy | undefined, after: BackupPolicy): void {
  if (!before || !isImmutable(vault)) return;
  const reduced = reducedRetention(before, after);
  if (reduced.length === 0) return;
  const message = "The operation is not allowed: retention cannot be reduced in an immutable vault.";
  throw new ServiceError(400, "UserErrorOperationDeniedOnImmutableItem", message, [
    `${reduced.join(", ")} would be kept for less time`,
  ]);
}
