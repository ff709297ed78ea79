import { hasEnded } from "../../lib/hook/vault/backup-job";
import type { ProtectedItem } from "../../lib/hook/vault/protected-item";
import { type RecoveryPoint, SNAPSHOT_TIER } from "../../lib/hook/vault/recovery-point";
import type { VaultClient } from "../../lib/hook/vault/vault-client";
import { vmContainerName, vmKeyOf } from "../../lib/azure/vm-item-name";
import type { SeenVm } from "./life-model";
import { keyOf, type Place } from "./life-vault";

/** Reads what a vault shows of some VMs from `from` to `until`. */
export async function viewOf(vault: VaultClient, places: readonly Place[], from: Date, until: Date): Promise<SeenVm[]> {
  const [items, jobs] = [await vault.listProtectedItems(), await vault.listJobs({ from, to: until })];
  return Promise.all(
    places.map(async (place) => {
      const key = vmKeyOf(vmContainerName({ resourceGroupName: place.group, vmName: place.name }));
      const item = items.find(({ vmKey }) => vmKey === key);
      const own = jobs.filter(({ vmKey }) => vmKey === key);
      const startOf = (one: (typeof own)[number]): number => one.startTime?.getTime() ?? 0;
      const onDemand = own.filter(({ operation, activityId }) => operation === "Backup" && activityId?.startsWith("run-"));
      const points = item && !item.softDeleted ? await vault.listRecoveryPoints(item) : [];
      return {
        name: keyOf(place),
        state: stateOf(item),
        points: points.map((point) => ({
          id: point.id,
          expires: isVaulted(point) ? (point.expires?.getTime() ?? Infinity) : 0,
        })),
        attempts: onDemand.map(startOf),
        completed: onDemand.filter((one) => hasEnded(one) && one.status === "Completed").map(startOf),
        restores: own
          .filter(({ operation }) => operation === "Restore")
          .map((one) => ({
            request: one.activityId ?? "",
            status: one.status,
            start: startOf(one),
          })),
      };
    }),
  );
}

/** Whether a recovery point is in the vault. One that is a snapshot only is deleted with the snapshot. */
function isVaulted({ tiers }: RecoveryPoint): boolean {
  return tiers.some((tier) => tier !== SNAPSHOT_TIER);
}

function stateOf(item: ProtectedItem | undefined): SeenVm["state"] {
  if (!item) return "absent";
  if (item.softDeleted) return "softDeleted";
  return item.protectionState === "ProtectionStopped" ? "stopped" : "active";
}
