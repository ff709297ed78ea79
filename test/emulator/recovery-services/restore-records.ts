import type { Context } from "../../../lib/emulator/context";
import { recoveryPointsOf } from "../../../lib/emulator/recovery-services/recovery-points/recovery-points";
import type { RecoveryPoint } from "../../../lib/emulator/recovery-services/recovery-points/recovery-point";
import type { BackedUpVm } from "../../../lib/emulator/recovery-services/restores/restore-details";
import type { RestoreSubject } from "../../../lib/emulator/recovery-services/restores/restore-checks";
import type { RestoreRequest } from "../../../lib/emulator/recovery-services/restores/restore-request";
import type { ProtectedItem, Vault } from "../../../lib/emulator/recovery-services/model";
import { backupOf, contextOf, GROUP, itemOf, vaultOf, VM_ID } from "./records";

export const TARGET = "/subscriptions/s/resourceGroups/rg-target";
export const STAGING = `${TARGET}/providers/Microsoft.Storage/storageAccounts/strestore`;
export const NETWORK = "/subscriptions/s/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/vnet";
export const SUBNET = `${NETWORK}/subnets/default`;
export const NEW_VM = `${TARGET}/providers/Microsoft.Compute/virtualMachines/vm-new`;

/** A VM with an OS disk and two data disks. */
export const SOURCE: BackedUpVm = {
  ...{ location: "westeurope", vmSize: "Standard_B2s", osType: "Linux", securityType: "Standard", osDiskSizeGB: 64 },
  dataDisks: [
    { lun: 0, sizeGB: 8 },
    { lun: 3, sizeGB: 16 },
  ],
  excluded: [],
};

export interface RestoreScene {
  readonly item?: Partial<ProtectedItem>;
  readonly vault?: Vault;
  readonly source?: Partial<BackedUpVm>;
}

/** A context with a backup of an hour ago, a staging account, a target group and a subnet. */
export function restoreContext({ item, vault = vaultOf(), source }: RestoreScene = {}): Context {
  const backup = { snapshotDays: 2, sizeInMegabytes: 1, source: { ...SOURCE, ...source } };
  const context = contextOf([backupOf("j", 60, { backup })], { item: itemOf(item), vault });
  const { resourceGroups, resources } = context.state;
  for (const id of [GROUP, TARGET])
    resourceGroups.set(id, { id, name: id.split("/")[4] ?? "", location: "westeurope", tags: {} });
  const add = (id: string, type: string, body: Record<string, unknown>): void => {
    resources.set(id, { id, name: id.split("/").at(-1) ?? "", type, body });
  };
  const storage = "Microsoft.Storage/storageAccounts";
  add(STAGING, storage, { location: "westeurope", sku: { name: "Standard_LRS" }, kind: "StorageV2" });
  add(NETWORK, "Microsoft.Network/virtualNetworks", { location: "westeurope" });
  add(SUBNET, "Microsoft.Network/virtualNetworks/subnets", {});
  return context;
}

/** The newest recovery point of the item. */
export function pointIn(context: Context, item = itemOf()): RecoveryPoint {
  const [point] = recoveryPointsOf(context, item);
  if (!point) throw new Error("the scene has no recovery point");
  return point;
}

export function subjectIn(context: Context, more: Partial<RestoreSubject> = {}): RestoreSubject {
  return { vault: vaultOf(), item: itemOf(), point: pointIn(context), region: "westeurope", ...more };
}

/** A request that Azure accepts, of a kind. */
export function requestOf(recoveryType: RestoreRequest["recoveryType"], more: Partial<RestoreRequest> = {}): RestoreRequest {
  const toNewVm = { targetVirtualMachineId: NEW_VM, virtualNetworkId: NETWORK, subnetId: SUBNET };
  return {
    ...{ objectType: "IaasVMRestoreRequest", recoveryPointId: "1", recoveryType, sourceResourceId: VM_ID },
    ...{ storageAccountId: STAGING, region: "westeurope" },
    ...(recoveryType === "OriginalLocation" ? {} : { targetResourceGroupId: TARGET }),
    ...(recoveryType === "AlternateLocation" ? toNewVm : {}),
    ...more,
  };
}
