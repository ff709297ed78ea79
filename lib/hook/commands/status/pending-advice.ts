import type { ProtectedItem } from "../../vault/protected-item";
import type { VmLabel } from "../../vault/vm-label";

/** The maximum number of VMs named. If there are more, only their number is printed; the table has their names. */
const MAX_NAMED = 5;

/**
 * Returns the advice for VMs that were never backed up; undefined if there is none. A deployment does not back up a VM that was deleted and
 * protected again by hand: the item has its earlier id, so Terraform sees no change.
 */
export function pendingAdvice(items: readonly ProtectedItem[], vaultId: string, labelOf: VmLabel): string | undefined {
  const pending = items.filter(isPending);
  if (pending.length === 0) return undefined;
  const named = pending.length > MAX_NAMED ? `${String(pending.length)} VMs` : pending.map(labelOf).join(", ");
  return (
    `${named}: no recovery point yet. If no backup is under way (azure-vm-backup jobs "${vaultId}"), start it with\n` +
    `  azure-vm-backup backup-now "${vaultId}" --retain-days DAYS\n` +
    "or with the deployment that protects the VMs; 'terraform state list' shows the ADDRESS of its InitialBackup:\n" +
    "  terraform apply -replace=ADDRESS"
  );
}

/** Whether a VM waits for its first recovery point. */
function isPending(item: ProtectedItem): boolean {
  return item.protectionState === "IRPending" && !item.softDeleted && !item.classic;
}
