import type { GenericResource } from "../../arm/generic-resources";
import type { Context } from "../../context";
import { list, member, propertiesOf } from "../../resources/body";
import type { Json } from "../../resources/resource-type";
import { securityTypeOf } from "../../resources/virtual-machine-facts";
import type { ProtectedItem } from "../model";
import type { BackedUpDisk, BackedUpVm } from "./restore-details";

const DEFAULT_SIZE_GB = 30;

interface DiskExclusion {
  readonly diskLunList: readonly number[];
  readonly isInclusionList: boolean;
}

/** Returns the configuration of an item's VM at present; undefined if the VM does not exist. */
export function backedUpVm({ state }: Context, item: ProtectedItem): BackedUpVm | undefined {
  const vm = state.resources.get(item.vmId);
  if (!vm) return undefined;
  const storage = member(propertiesOf(vm), "storageProfile");
  const osDisk = member(storage, "osDisk");
  const sizeOf = (disk: Json) => diskSize(disk, state.resources.get(String(member(disk, "managedDisk")["id"])));
  const disks = list(storage, "dataDisks").map((disk) => ({ lun: Number(disk["lun"]), sizeGB: sizeOf(disk) }));
  const isIncluded = inclusionOf(item);
  const zones = vm.body["zones"];
  return {
    location: textOf(vm.body["location"], state.vaults.get(item.vaultId)?.location ?? ""),
    ...(Array.isArray(zones) ? { zones: zones.map(String) } : {}),
    vmSize: textOf(member(propertiesOf(vm), "hardwareProfile")["vmSize"], "Standard_D2s_v5"),
    osType: textOf(osDisk["osType"], "Linux"),
    securityType: securityTypeOf(vm),
    osDiskSizeGB: sizeOf(osDisk),
    dataDisks: disks.filter(isIncluded),
    excluded: disks.filter((disk) => !isIncluded(disk)),
  };
}

/** Returns the disks of a recovery point, and the excluded ones; nothing if the backup excludes no disk. */
export function diskConfiguration(item: ProtectedItem, source: BackedUpVm | undefined): Record<string, unknown> {
  if (!source || !exclusionOf(item)) return {};
  const entry = ({ lun }: BackedUpDisk) => ({ lun, name: `${item.vmName}-datadisk-${lun}` });
  const { dataDisks, excluded } = source;
  return {
    recoveryPointDiskConfiguration: {
      numberOfDisksIncludedInBackup: 1 + dataDisks.length,
      numberOfDisksAttachedToVm: 1 + dataDisks.length + excluded.length,
      includedDiskList: [{ lun: -1, name: `${item.vmName}-osdisk` }, ...dataDisks.map(entry)],
      excludedDiskList: excluded.map(entry),
    },
  };
}

function exclusionOf({ extendedProperties }: ProtectedItem): DiskExclusion | undefined {
  return (
    (extendedProperties as { diskExclusionProperties?: DiskExclusion | null } | undefined)?.diskExclusionProperties ?? undefined
  );
}

function inclusionOf(item: ProtectedItem): (disk: BackedUpDisk) => boolean {
  const exclusion = exclusionOf(item);
  if (!exclusion) return () => true;
  return ({ lun }) => exclusion.diskLunList.includes(lun) === exclusion.isInclusionList;
}

/** The size of a disk, which a managed disk says itself if its VM does not. */
function diskSize({ diskSizeGB }: Json, managed: GenericResource | undefined): number {
  const size = diskSizeGB ?? (managed && propertiesOf(managed)["diskSizeGB"]);
  return typeof size === "number" ? size : DEFAULT_SIZE_GB;
}

function textOf(value: unknown, otherwise: string): string {
  return typeof value === "string" ? value : otherwise;
}
