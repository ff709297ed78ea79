import type { ProtectedItem } from "../../vault/protected-item";
import type { VmLabel } from "../../vault/vm-label";

/** More VMs than that are counted: their names are in the table. */
const MAX_NAMED = 5;

/**
 * What to do about VMs that were never backed up; undefined if there is none. A deployment that finds its protected items as it left them
 * runs nothing: an item that was deleted and protected again by hand has the id that it had before.
 */
export function pendingAdvice(items: readonly ProtectedItem[], vaultId: string, labelOf: VmLabel): string | undefined {
  const pending = items.filter(isPending);
  if (pending.length === 0) return undefined;
  const named = pending.length > MAX_NAMED ? `${String(pending.length)} VMs` : pending.map(labelOf).join(", ");
  return (
    `${named}: no recovery point yet. If no backup is under way (azure-vm-backup jobs "${vaultId}"), start it with\n` +
    `  azure-vm-backup backup-now "${vaultId}" --retain-days DAYS\n` +
    "or with the deployment that protects the VMs, by the address that 'terraform state list' has for its InitialBackup:\n" +
    "  terraform apply -replace=ADDRESS"
  );
}

/** Whether a VM waits for its first recovery point. */
function isPending(item: ProtectedItem): boolean {
  return item.protectionState === "IRPending" && !item.softDeleted && !item.classic;
}
