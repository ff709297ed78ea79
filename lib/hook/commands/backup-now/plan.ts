import { randomUUID } from "node:crypto";
import { plan } from "../../backup-now/backup-now";
import type { VmRun } from "../../backup-now/progress";
import type { BackupOrder } from "../../backup-now/surroundings";
import { expiryOf } from "../../backup-now/retention";
import type { AzureAccess } from "../azure-access";
import { ExitCode } from "../../../contract/exit-code";
import { formatInstant } from "../../report/duration";
import { NONE, plainTable } from "../../report/plain-table";
import { nextScheduledBackups } from "../../schedule/next-scheduled-backups";
import { ArmVaultClient } from "../../vault/arm-vault-client";
import type { VaultClient } from "../../vault/vault-client";

/** What a run would do about a VM. */
interface Step {
  readonly vm: string;
  readonly action: "back up" | "follow" | "leave alone" | "fail";
  readonly reason: string;
  readonly keptUntil: string | null;
  readonly nextScheduledBackup: string | null;
}

const HEAD = ["VM", "Would", "Why", "Kept until", "Next scheduled backup"];

/** Shows what a run would do about each VM and why, and changes nothing. */
export async function runPlan(
  order: BackupOrder,
  { arm, clock, terminal, signal }: AzureAccess,
  output: "table" | "json" = "table",
  vault: VaultClient = new ArmVaultClient(arm, order.vaultId),
): Promise<ExitCode> {
  const { runs } = await plan(order, { vault, clock, print: terminal.note, signal, newRequestId: randomUUID });
  const policyIds = runs.map(({ item }) => item.policyId);
  const next = await nextScheduledBackups(policyIds, vault, clock.now());
  const steps = runs
    .map((run) => stepOf(run, order, clock.now(), next.get(run.item.policyId ?? "")?.at))
    .sort((a, b) => a.vm.localeCompare(b.vm));
  if (output === "json") {
    terminal.print(JSON.stringify(steps, undefined, 2));
    return ExitCode.done;
  }
  const rows = steps.map(({ vm, action, reason, keptUntil, nextScheduledBackup }) => [
    vm,
    action,
    reason,
    keptUntil ?? NONE,
    nextScheduledBackup === null ? NONE : formatInstant(new Date(nextScheduledBackup)),
  ]);
  terminal.print(plainTable(HEAD, rows));
  const triggers = steps.filter(({ action }) => action === "back up").length;
  terminal.print(`${steps.length} ${steps.length === 1 ? "VM" : "VMs"}, ${triggers} to back up; nothing was changed`);
  return ExitCode.done;
}

function stepOf({ item, progress }: VmRun, order: BackupOrder, now: Date, next: Date | undefined): Step {
  const rest = { vm: item.vmName, keptUntil: null, nextScheduledBackup: next?.toISOString() ?? null };
  switch (progress.kind) {
    case "waiting": {
      const reason = progress.because ?? reasonToStart(item.protectionState);
      return { ...rest, action: "back up", reason, keptUntil: expiryOf(order.retention, now).day };
    }
    case "running":
      return { ...rest, action: "follow", reason: `a backup is running already (job ${progress.job.id})` };
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
