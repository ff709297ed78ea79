import { isSuspicious, type ProtectedItem } from "../../vault/protected-item";

/** The portal's status of a protected VM without a backup. */
const INITIAL_BACKUP_PENDING = "Warning (initial backup pending)";

/** Returns the protection status of a VM in a few words, as in the portal. */
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

/** Returns the status of the last backup from the item. */
export function lastBackupOf(item: ProtectedItem): string {
  if (item.protectionState === "IRPending" && !item.softDeleted && item.lastBackupStatus === "") return INITIAL_BACKUP_PENDING;
  if (item.protectionState === "IRPending" && item.lastRecoveryPoint === undefined && !item.softDeleted) {
    return `${INITIAL_BACKUP_PENDING}; the last attempt ended as ${item.lastBackupStatus}`;
  }
  return item.lastBackupStatus;
}

/** Returns advice about a VM; undefined if there is none. */
export function adviceOf(item: ProtectedItem): string | undefined {
  if (item.classic) {
    return "is a classic VM, which azure-vm-backup does not support and Azure has retired; migrate it to Azure Resource Manager";
  }
  if (item.softDeleted) {
    return `is soft-deleted${item.deletedIn ? ` and will be deleted permanently in ${daysIn(item.deletedIn)}` : ""}; undelete it to keep its recovery points`;
  }
  if (isSuspicious(item)) {
    return "Azure's threat scan reports the VM as Suspicious; check its recovery points with 'azure-vm-backup recovery-points' before a restore";
  }
  if (/ActionRequired|ActionSuggested/.test(item.health ?? "")) return `Azure reports its health as ${item.health ?? ""}`;
  return undefined;
}

/** Formats a .NET time span such as `13.23:59:43.1491932` in days and hours. */
function daysIn(span: string): string {
  const [, days = "0", hours = "0"] = /^(?:(\d+)\.)?(\d+):/.exec(span) ?? [];
  return Number(days) > 0 ? `${Number(days)} d ${Number(hours)} h` : `${Number(hours)} h`;
}
