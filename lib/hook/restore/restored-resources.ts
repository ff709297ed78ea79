import { ArmError } from "../arm/arm-error";
import { caseFold, isSameName } from "../../azure/case-fold";
import { HOUR_MS } from "../../azure/durations";
import type { PreparedRestore } from "./prepare";
import type { RestoreJob } from "./restore-job";
import type { RestoreTarget } from "./restore-options";

/** A resource that a restore has created or changed. */
export interface RestoredResource {
  readonly what: "disk" | "OS disk" | "data disk" | "network interface" | "virtual machine" | "replaced disk" | "container";
  readonly id: string;
  /** The LUN of a data disk. */
  readonly lun?: number;
}

/** Reads what a restore has created, since Azure chooses the names. Resources that cannot be read are left out, with a warning. */
export async function restoredResources(
  prepared: PreparedRestore,
  job: RestoreJob,
  to: RestoreTarget,
  note: (line: string) => void,
): Promise<RestoredResource[]> {
  try {
    const made = to === "disks" ? await restoredDisks(prepared, job) : await restoredVm(prepared, to);
    return [...made, ...containerOf(prepared, job)];
  } catch (error) {
    if (!(error instanceof ArmError)) throw error;
    note(`warning: ${error.message}; the restored resources are in '${prepared.targetGroupId}'`);
    return containerOf(prepared, job);
  }
}

/** Returns the disks of the target group that have the VM's name and were created while the job ran. */
async function restoredDisks({ resources, targetGroupId, item }: PreparedRestore, job: RestoreJob): Promise<RestoredResource[]> {
  const prefix = caseFold(`${item.vmName}-`);
  const from = job.startTime?.getTime() ?? Infinity;
  const until = (job.endTime?.getTime() ?? from) + HOUR_MS;
  const disks = await resources.disks(targetGroupId);
  return disks.flatMap(({ id, name: disk, createdAt }): RestoredResource[] => {
    const suffix = caseFold(disk).startsWith(prefix) ? disk.slice(prefix.length) : "";
    const [, kind, lun] = /^(osdisk|datadisk-(\d+))-/i.exec(suffix) ?? [];
    const at = createdAt?.getTime();
    if (kind === undefined || at === undefined || at < from || at > until) return [];
    return [lun === undefined ? { what: "OS disk", id } : { what: "data disk", id, lun: Number(lun) }];
  });
}

async function restoredVm({ resources, targetVmId, original }: PreparedRestore, to: RestoreTarget): Promise<RestoredResource[]> {
  const id = to === "vm" ? targetVmId : original?.id;
  const vm = id === undefined ? undefined : await resources.virtualMachine(id);
  if (!vm) return [];
  const disks: RestoredResource[] = [
    ...(vm.osDiskId === undefined ? [] : [{ what: "OS disk" as const, id: vm.osDiskId }]),
    ...vm.dataDisks.flatMap((disk) =>
      disk.id === undefined ? [] : [{ what: "data disk" as const, id: disk.id, lun: disk.lun }],
    ),
  ];
  if (to === "vm") {
    return [
      { what: "virtual machine", id: vm.id },
      ...disks,
      ...vm.nicIds.map((nic): RestoredResource => ({ what: "network interface", id: nic })),
    ];
  }
  const before = [original?.osDiskId, ...(original?.dataDisks ?? []).map((disk) => disk.id)];
  const replaced = before.flatMap((disk): RestoredResource[] =>
    disk === undefined || disks.some((one) => isSameName(one.id, disk)) ? [] : [{ what: "replaced disk", id: disk }],
  );
  return [...disks.filter((disk) => !before.some((one) => one !== undefined && isSameName(one, disk.id))), ...replaced];
}

function containerOf({ staging }: PreparedRestore, { facts }: RestoreJob): RestoredResource[] {
  if (facts.container === undefined) return [];
  return [{ what: "container", id: `${staging.account.id}/blobServices/default/containers/${facts.container}` }];
}
