import { caseFold } from "../../../azure/case-fold";
import { parseVirtualMachineId } from "../../../azure/resource-id";
import { containerResourceName, vmContainerName, vmItemName } from "../../../azure/vm-item-name";
import type { Context } from "../../context";
import type { Job, ProtectedItem } from "../model";

/** What a protected item comes to at a moment, derived from its record and its jobs. */

/** Whether the item is there: enabled, and not deleted for good. */
export function isPresent({ protectedAt, deletion }: ProtectedItem, now: number): boolean {
  if (now < protectedAt) return false;
  return !deletion || now < (deletion.recoverableUntil ?? deletion.at);
}

export function isSoftDeleted(item: ProtectedItem, now: number): boolean {
  return isPresent(item, now) && item.deletion !== undefined && now >= item.deletion.at;
}

/** The item's backups since it was last protected anew, oldest first. */
export function backupsOf({ state }: Context, item: ProtectedItem): Job[] {
  return state.jobs.ofItem(item.id).filter((job) => job.operation === "Backup" && job.startTime >= item.protectedAt);
}

/** A VM is pending until one of its backups has completed, which a snapshot that never reached the vault has not. */
export function isInitialBackupPending(context: Context, item: ProtectedItem, now: number): boolean {
  return !backupsOf(context, item).some((job) => job.outcome === "Completed" && now >= job.endTime);
}

/** Whether the item is there or on its way, and not soft-deleted. */
export function isLive(item: ProtectedItem, now: number): boolean {
  return now < item.protectedAt || (isPresent(item, now) && !isSoftDeleted(item, now));
}

/** The items under an id that are there or on their way: all but those whose deletion cannot be undone any more. */
export function remainingItems({ clock, state }: Context, id: string): ProtectedItem[] {
  const now = clock.now();
  return state.protectedItems.under(id).filter((item) => now < item.protectedAt || isPresent(item, now));
}

/** The items under an id that forbid its deletion: all but soft-deleted ones. */
export function liveItems(context: Context, id: string): ProtectedItem[] {
  const now = context.clock.now();
  return context.state.protectedItems.under(id).filter((item) => isLive(item, now));
}

/** An item's id as Azure answers it, whatever the case of the one it was asked with. */
export function canonicalItemId(
  vaultId: string,
  vmId: string,
): { readonly id: string; readonly containerName: string } | undefined {
  const vm = parseVirtualMachineId(vmId);
  if (!vm) return undefined;
  const resourceGroupName = caseFold(vm.resourceGroupName);
  const containerName = vmContainerName({ resourceGroupName, vmName: caseFold(vm.vmName) });
  // The item keeps the case of the VM's name, its container does not.
  const itemName = vmItemName({ resourceGroupName, vmName: vm.vmName });
  return { id: `${containerId(vaultId, containerName)}/protectedItems/${itemName}`, containerName };
}

/** The id of the container that a VM has in a vault. */
export function containerId(vaultId: string, containerName: string): string {
  return `${vaultId}/backupFabrics/Azure/protectionContainers/${containerResourceName(containerName)}`;
}
