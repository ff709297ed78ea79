import { ExitCode } from "../../contract/exit-code";
import { instantAt } from "../commands/argument-types";
import { HookError } from "../hook-error";
import { formatInstant } from "../report/duration";
import { ARCHIVE_TIER, type RecoveryPoint, REHYDRATED_TIER, VAULT_TIER } from "../vault/recovery-point";
import type { PointChoice } from "./restore-options";

/** Whether a recovery point can be restored only after it is rehydrated. */
export function isArchivedOnly({ tiers }: RecoveryPoint): boolean {
  return tiers.includes(ARCHIVE_TIER) && tiers.length === 1;
}

/** Whether a recovery point is in the vault, so that it can be restored without the snapshot. */
export function isVaulted({ tiers }: RecoveryPoint): boolean {
  return tiers.includes(VAULT_TIER) || tiers.includes(REHYDRATED_TIER);
}

/**
 * Returns the recovery point that a choice selects.
 * @param points of the VM, latest first
 * @throws HookError if it selects none
 */
export function choosePoint(choice: PointChoice, points: readonly RecoveryPoint[], vm: string, now: Date): RecoveryPoint {
  const usable = points.filter(({ tiers }) => tiers.length > 0);
  const chosen = find(choice, usable, now);
  if (chosen) return chosen;
  if (usable.length === 0) {
    throw notFound(`'${vm}' has no recovery point; start its backup with 'azure-vm-backup backup-now'`);
  }
  const list = "list them with 'azure-vm-backup recovery-points'";
  switch (choice.kind) {
    case "id":
      throw notFound(`--point must be the id of a recovery point of '${vm}', got '${choice.id}'; ${list}`);
    case "before":
      throw notFound(
        `--point must match a recovery point of '${vm}', got 'before ${formatInstant(instantAt(choice.point, now))}', and the oldest one was created at ${timeOf(usable.at(-1))}; ${list}`,
      );
    default:
      throw notFound(
        `no recovery point of '${vm}' is in the vault yet; use --point latest, or wait for its transfer to the vault`,
      );
  }
}

function find(choice: PointChoice, usable: readonly RecoveryPoint[], now: Date): RecoveryPoint | undefined {
  switch (choice.kind) {
    case "latest":
      return usable[0];
    case "latestVaulted":
      return usable.find(isVaulted);
    case "before": {
      const before = instantAt(choice.point, now);
      return usable.find(({ time }) => time !== undefined && time <= before);
    }
    case "id":
      return usable.find(({ id }) => id === choice.id);
  }
}

function timeOf(point: RecoveryPoint | undefined): string {
  return point?.time ? formatInstant(point.time) : "an unknown time";
}

function notFound(message: string): HookError {
  return new HookError(ExitCode.notFound, message);
}
