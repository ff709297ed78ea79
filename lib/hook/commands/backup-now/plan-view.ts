import type { BackupOptions } from "../../backup-now/backup-context";
import { OTHER_RETENTION, type VmRun } from "../../backup-now/progress";
import { expiryOf, retentionOf } from "../../backup-now/retention";
import { formatInstant } from "../../report/duration";
import { resourceGroupOf } from "../../vault/vm-label";
import { NONE, plainTable } from "../../report/plain-table";

/** What a run would do with a VM. */
export interface PlanStep {
  readonly vm: string;
  /** In lower case; null if it is unknown. */
  readonly resourceGroup: string | null;
  /** The VM's name, with its resource group if the vault has another VM of that name. */
  readonly label: string;
  readonly action: "back up" | "follow" | "leave alone" | "fail";
  readonly reason: string;
  readonly retainedUntil: string | null;
  readonly nextScheduledBackup: string | null;
}

const HEAD = ["VM", "Would", "Why", "Retained until", "Next scheduled backup"];

export function planTable(steps: readonly PlanStep[]): string {
  const rows = steps.map(({ label, action, reason, retainedUntil, nextScheduledBackup }) => [
    label,
    action,
    reason,
    retainedUntil ?? NONE,
    nextScheduledBackup === null ? NONE : formatInstant(new Date(nextScheduledBackup)),
  ]);
  return plainTable(HEAD, rows);
}

export function planSummary(steps: readonly PlanStep[]): string {
  const triggers = steps.filter(({ action }) => action === "back up").length;
  return `${steps.length} ${steps.length === 1 ? "VM" : "VMs"}, ${triggers} to back up; nothing was changed`;
}

/** Returns the step for a VM with its next scheduled backup. */
export function planStep(
  { item, label, progress, recreated }: VmRun,
  options: BackupOptions,
  now: Date,
  next: Date | undefined,
): PlanStep {
  const vm = { vm: item.vmName, resourceGroup: resourceGroupOf(item), label };
  const rest = { ...vm, retainedUntil: null, nextScheduledBackup: next?.toISOString() ?? null };
  switch (progress.kind) {
    case "waiting": {
      const reason = progress.because ?? recreated ?? reasonToStart(item.protectionState);
      return { ...rest, action: "back up", reason, retainedUntil: expiryOf(retentionOf(options, item.id), now).day };
    }
    case "running":
      return { ...rest, action: "follow", reason: `a backup is running already (job ${progress.job.id}); ${OTHER_RETENTION}` };
    case "failed":
      return { ...rest, action: "fail", reason: progress.reason };
    case "skipped":
      return { ...rest, action: "leave alone", reason: progress.reason };
    default:
      return { ...rest, action: "leave alone", reason: progress.kind };
  }
}

function reasonToStart(protectionState: string): string {
  if (protectionState === "IRPending") return "initial backup pending";
  return protectionState === "Protected"
    ? "already backed up, and forced"
    : `no recovery point, and Azure reports ${protectionState}`;
}
