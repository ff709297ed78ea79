import { formatInstant } from "../../report/duration";
import { NONE, plainTable } from "../../report/plain-table";
import { colourOf } from "../../report/status-colour";
import type { Colours } from "../../report/terminal";
import type { ScheduledBackup } from "../../schedule/next-scheduled-backups";
import type { ProtectedItem } from "../../vault/protected-item";
import type { RecoveryPoint } from "../../vault/recovery-point";
import { resourceGroupOf, type VmLabel } from "../../vault/vm-label";
import { lastBackupOf, protectionOf } from "./vm-status";

const HEAD = ["VM", "Protection", "Last backup", "Last recovery point", "Policy", "Next scheduled backup"];

/** Formats the Backup items view. */
export function itemsTable(
  items: readonly ProtectedItem[],
  nextOf: (item: ProtectedItem) => ScheduledBackup | undefined,
  labelOf: VmLabel,
  colours: Colours,
): string {
  return plainTable(
    HEAD,
    items.map((item) => [
      labelOf(item),
      colourOf(protectionOf(item), colours),
      [colourOf(lastBackupOf(item), colours), item.lastBackup && formatInstant(item.lastBackup)].filter(Boolean).join(", ") ||
        NONE,
      item.lastRecoveryPoint ? formatInstant(item.lastRecoveryPoint) : NONE,
      item.policyName ?? NONE,
      instantOrNone(nextOf(item)),
    ]),
  );
}

function instantOrNone(next: ScheduledBackup | undefined): string {
  return next ? formatInstant(next.at) : NONE;
}

/** Returns a VM for `--output json`. Instants are ISO text in UTC. Null means that Azure reports no value. */
export function itemRecord(
  item: ProtectedItem,
  next: ScheduledBackup | undefined,
  threats: readonly RecoveryPoint[],
): Record<string, unknown> {
  return {
    vm: item.vmName,
    resourceGroup: resourceGroupOf(item),
    vmId: item.vmId ?? null,
    protectedItemId: item.id,
    supported: !item.classic,
    protection: protectionOf(item),
    protectionState: item.protectionState,
    softDeleted: item.softDeleted,
    initialBackupPending: item.protectionState === "IRPending" && !item.softDeleted,
    health: item.health ?? null,
    threatScan: item.scanSummary ?? null,
    unhealthyRecoveryPoints: threats.map(({ id, threatStatus }) => ({ id, threatStatus })),
    sourceLocation: item.sourceLocation ?? null,
    lastBackupStatus: item.lastBackupStatus || null,
    lastBackupTime: item.lastBackup?.toISOString() ?? null,
    lastRecoveryPoint: item.lastRecoveryPoint?.toISOString() ?? null,
    policy: item.policyName ?? null,
    nextScheduledBackup: next?.at.toISOString() ?? null,
  };
}
