import { isSuspicious, type ProtectedItem } from "../../vault/protected-item";

/** What the portal says of a VM that is protected and was never backed up. */
const INITIAL_BACKUP_PENDING = "Warning (initial backup pending)";

/** Whether, and how, the vault protects a VM: in a word or two, as the portal does. */
export function protectionOf(item: ProtectedItem): string {
  if (item.classic) return "Unsupported (classic VM)";
  if (item.softDeleted) return "Soft-deleted";
  switch (item.protectionState) {
    case "IRPending":
    case "Protected":
      return "Protected";
    case "ProtectionStopped":
      return "Protection stopped";
    case "ProtectionPaused":
    case "BackupsSuspended":
      return "Backups suspended";
    default:
      return item.protectionState;
  }
}

/** How the last backup ended, as far as the item says. */
export function lastBackupOf(item: ProtectedItem): string {
  if (item.protectionState === "IRPending" && !item.softDeleted && item.lastBackupStatus === "") return INITIAL_BACKUP_PENDING;
  if (item.protectionState === "IRPending" && item.lastRecoveryPoint === undefined && !item.softDeleted) {
    return `${INITIAL_BACKUP_PENDING}; the last attempt ended as ${item.lastBackupStatus}`;
  }
  return item.lastBackupStatus;
}

/** What somebody should know about a VM beyond its row, undefined if there is nothing. */
export function adviceOf(item: ProtectedItem): string | undefined {
  if (item.classic) {
    return "is a classic VM, which azure-vm-backup does not support and Azure has retired; migrate it to Azure Resource Manager";
  }
  if (item.softDeleted) {
    return `is soft-deleted${item.deletedIn ? ` and gone for good in ${daysIn(item.deletedIn)}` : ""}; undelete it to keep its recovery points`;
  }
  if (isSuspicious(item)) {
    return "Azure's threat scan reports the VM as Suspicious; check its recovery points with 'azure-vm-backup recovery-points' before a restore";
  }
  if (/ActionRequired|ActionSuggested/.test(item.health ?? "")) return `Azure reports its health as ${item.health ?? ""}`;
  return undefined;
}

/** A .NET time span such as `13.23:59:43.1491932`, to the day or the hour. */
function daysIn(span: string): string {
  const [, days = "0", hours = "0"] = /^(?:(\d+)\.)?(\d+):/.exec(span) ?? [];
  return Number(days) > 0 ? `${Number(days)} d ${Number(hours)} h` : `${Number(hours)} h`;
}
