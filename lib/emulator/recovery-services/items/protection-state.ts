import { caseFold } from "../../../azure/case-fold";
import { parseVirtualMachineId } from "../../../azure/resource-id";
import { containerResourceName, vmContainerName, vmItemName } from "../../../azure/vm-item-name";
import type { Context } from "../../context";
import type { Job, ProtectedItem } from "../model";

/** The state of a protected item at a moment, computed from its record and its jobs. */

/** Whether the item exists: its protection is enabled, and it is not permanently deleted. */
export function isPresent({ protectedAt, deletion }: ProtectedItem, now: number): boolean {
  if (now < protectedAt) return false;
  return !deletion || now < (deletion.recoverableUntil ?? deletion.at);
}

export function isSoftDeleted(item: ProtectedItem, now: number): boolean {
  return isPresent(item, now) && item.deletion !== undefined && now >= item.deletion.at;
}

/** Returns the item's backups since its protection was last enabled, oldest first. */
export function backupsOf({ state }: Context, item: ProtectedItem): Job[] {
  return state.jobs.ofItem(item.id).filter((job) => job.operation === "Backup" && job.startTime >= item.protectedAt);
}

/** Whether no backup of the item has completed yet. A backup with a snapshot but a failed transfer has not completed. */
export function isInitialBackupPending(context: Context, item: ProtectedItem, now: number): boolean {
  return !backupsOf(context, item).some((job) => job.outcome === "Completed" && now >= job.endTime);
}

/** Whether the item exists or is being enabled, and is not soft-deleted. */
export function isLive(item: ProtectedItem, now: number): boolean {
  return now < item.protectedAt || (isPresent(item, now) && !isSoftDeleted(item, now));
}

/** Returns the items below an id that exist or are being enabled, including soft-deleted ones. */
export function remainingItems({ clock, state }: Context, id: string): ProtectedItem[] {
  const now = clock.now();
  return state.protectedItems.under(id).filter((item) => now < item.protectedAt || isPresent(item, now));
}

/** Returns the items below an id that prevent its deletion: those that are not soft-deleted. */
export function liveItems(context: Context, id: string): ProtectedItem[] {
  const now = context.clock.now();
  return context.state.protectedItems.under(id).filter((item) => isLive(item, now));
}

/** Returns an item's id with Azure's letter case. */
export function canonicalItemId(
  vaultId: string,
  vmId: string,
): { readonly id: string; readonly containerName: string } | undefined {
  const vm = parseVirtualMachineId(vmId);
  if (!vm) return undefined;
  const resourceGroupName = caseFold(vm.resourceGroupName);
  const containerName = vmContainerName({ resourceGroupName, vmName: caseFold(vm.vmName) });
  // The item keeps the letter case of the VM's name; its container does not.
  const itemName = vmItemName({ resourceGroupName, vmName: vm.vmName });
  return { id: `${containerId(vaultId, containerName)}/protectedItems/${itemName}`, containerName };
}

/** Returns the id of a VM's container in a vault. */
export function containerId(vaultId: string, containerName: string): string {
  return `${vaultId}/backupFabrics/Azure/protectionContainers/${containerResourceName(containerName)}`;
}
