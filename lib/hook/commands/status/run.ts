import type { AzureAccess } from "../azure-access";
import { ExitCode } from "../../../contract/exit-code";
import { formatInstant } from "../../report/duration";
import { NONE, plainTable } from "../../report/plain-table";
import { colourOf } from "../../report/status-colour";
import { nextScheduledBackups, type ScheduledBackup } from "../../schedule/next-scheduled-backups";
import { ArmVaultClient } from "../../vault/arm-vault-client";
import { itemsNamed, listVaultItems } from "./vault-items";
import type { VaultItem } from "./vault-item";
import { adviceOf, lastBackupOf, protectionOf } from "./vm-status";

/** What `status` is asked for. */
export interface StatusOrder {
  readonly vaultId: string;
  readonly vms: readonly string[] | undefined;
  readonly output: "table" | "json";
}

const HEAD = ["VM", "Protection", "Last backup", "Last recovery point", "Policy", "Next scheduled backup"];

/** Shows every VM of a vault: whether it is protected, when it was backed up last, and when it will be next. */
export async function runStatus(order: StatusOrder, { arm, clock, terminal }: AzureAccess): Promise<ExitCode> {
  const items = itemsNamed(await listVaultItems(arm, order.vaultId), order.vms, order.vaultId);
  const scheduled = items.filter(isScheduled);
  const vault = new ArmVaultClient(arm, order.vaultId);
  const next = await nextScheduledBackups(
    scheduled.map(({ policyId }) => policyId),
    vault,
    clock.now(),
  );
  const nextOf = (item: VaultItem): ScheduledBackup | undefined =>
    isScheduled(item) ? next.get(item.policyId ?? "") : undefined;

  if (order.output === "json") {
    terminal.print(
      JSON.stringify(
        items.map((item) => recordOf(item, nextOf(item))),
        undefined,
        2,
      ),
    );
    return ExitCode.done;
  }
  const { colours } = terminal;
  const rows = items.map((item) => [
    item.vmName,
    colourOf(protectionOf(item), colours),
    [colourOf(lastBackupOf(item), colours), item.lastBackup && formatInstant(item.lastBackup)].filter(Boolean).join(", ") || NONE,
    item.lastRecoveryPoint ? formatInstant(item.lastRecoveryPoint) : NONE,
    item.policyName ?? NONE,
    textOf(nextOf(item)),
  ]);
  terminal.print(rows.length === 0 ? "the vault protects no VM" : plainTable(HEAD, rows));
  for (const item of items) {
    const advice = adviceOf(item);
    if (advice !== undefined) terminal.print(`${item.vmName}: ${advice}`);
  }
  return ExitCode.done;
}

function isScheduled(item: VaultItem): boolean {
  return !item.classic && !item.softDeleted && ["IRPending", "Protected", "ProtectionError"].includes(item.protectionState);
}

function textOf(next: ScheduledBackup | undefined): string {
  return next ? formatInstant(next.at) : NONE;
}

/** What `--output json` says of a VM: instants as ISO text in UTC, null where Azure says nothing. */
function recordOf(item: VaultItem, next: ScheduledBackup | undefined): Record<string, unknown> {
  return {
    vm: item.vmName,
    vmId: item.vmId ?? null,
    protectedItemId: item.id,
    supported: !item.classic,
    protection: protectionOf(item),
    protectionState: item.protectionState,
    softDeleted: item.softDeleted,
    initialBackupPending: item.protectionState === "IRPending" && !item.softDeleted,
    health: item.health ?? null,
    lastBackupStatus: item.lastBackupStatus || null,
    lastBackupTime: item.lastBackup?.toISOString() ?? null,
    lastRecoveryPoint: item.lastRecoveryPoint?.toISOString() ?? null,
    policy: item.policyName ?? null,
    nextScheduledBackup: next?.at.toISOString() ?? null,
  };
}
