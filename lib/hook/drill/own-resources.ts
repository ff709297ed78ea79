import { caseFold, isSameName } from "../../azure/case-fold";
import { MINUTE_MS } from "../../azure/durations";
import type { Disk, VirtualMachine } from "../restore/resources";
import type { RestoreJob } from "../restore/restore-job";
import type { BackupJob } from "../vault/backup-job";
import type { Container } from "./containers";
import { restoredVmName } from "./drill-id";

/**
 * Which resources are a drill's own. Azure chooses the names of restored disks, network interfaces and containers, and tags none of them. The
 * proofs are:
 *
 * - a restored VM, and whatever is named after it: its name holds the id of the drill; and its disks that were made while the job ran;
 * - restored disks: they are in the scratch group, are named after the source VM with the time of the restore, and were made while the job ran;
 *   no other restore of that VM may have run then, unless their time tells the two apart;
 * - a container: the job names it, or it is named after the source VM, was last changed while the job ran, and no other job can have made it.
 */

/** How long after the end of a job Azure may still report something as made. */
const AFTERWARDS_MS = 5 * MINUTE_MS;
const CLOCK_DIFFERENCE_MS = MINUTE_MS;
/** How far two times of Azure itself may be apart. */
const JITTER_MS = 5_000;
/** How far the time in the names of disks may be from the start of their job. */
const STAMP_DIFFERENCE_MS = MINUTE_MS;

export type OwnKind = "virtual machine" | "network interface" | "OS disk" | "data disk" | "container";

/** A resource that a drill has made. */
export interface OwnResource {
  readonly what: OwnKind;
  readonly id: string;
  /** Of a data disk. */
  readonly lun?: number;
  readonly disk?: Disk;
}

/** A resource that may be the drill's own, without a proof. */
export interface UnprovenResource {
  readonly what: OwnKind;
  readonly id: string;
  readonly reason: string;
}

export interface Proof {
  readonly own: readonly OwnResource[];
  readonly unproven: readonly UnprovenResource[];
}

/** What is in the scratch group and the staging account. */
export interface Contents {
  readonly disks: readonly Disk[];
  readonly interfaceIds: readonly string[];
  readonly virtualMachines: readonly Pick<VirtualMachine, "id" | "osDiskId" | "dataDisks">[];
  readonly containers: readonly Container[];
}

/** A restore of a drill, and the other restores that its vault lists. */
export interface DrillRestore {
  readonly drillId: string;
  readonly job: RestoreJob;
  readonly others: readonly BackupJob[];
  readonly restores: "disks" | "vm";
}

export function ownResources(restore: DrillRestore, contents: Contents): Proof {
  const found = restore.restores === "vm" ? namedAfterVm(restore, contents) : restoredDisks(restore, contents.disks);
  const containers = ownContainers(restore, contents.containers);
  return { own: [...found.own, ...containers.own], unproven: [...found.unproven, ...containers.unproven] };
}

const DISK_NAME = /^(osdisk|datadisk-(\d+))-(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)\b/i;

function namedAfterVm({ drillId, job }: DrillRestore, contents: Contents): Proof {
  const name = restoredVmName(drillId, job.vmKey);
  const isNamedAfter = (id: string): boolean => caseFold(nameIn(id)).startsWith(`${name}-`);
  const vms = contents.virtualMachines.filter(({ id }) => isSameName(nameIn(id), name));
  const disks = contents.disks.flatMap((disk): OwnResource[] => {
    const attached = vms.flatMap((vm) => attachmentOf(vm, disk) ?? []);
    const isMadeByJob = attached.length > 0 && disk.createdAt !== undefined && isWithin(disk.createdAt.getTime(), job);
    if (!isNamedAfter(disk.id) && !isMadeByJob) return [];
    return [attached[0] ?? diskOf(disk, disk.name.slice(name.length + 1))];
  });
  const own: OwnResource[] = [
    ...vms.map(({ id }) => ({ what: "virtual machine" as const, id })),
    ...contents.interfaceIds.filter(isNamedAfter).map((id) => ({ what: "network interface" as const, id })),
    ...disks,
  ];
  return { own, unproven: [] };
}

/** A disk as the profile of a VM has it; undefined if it is not attached to the VM. */
function attachmentOf({ osDiskId, dataDisks }: Contents["virtualMachines"][number], disk: Disk): OwnResource | undefined {
  if (isSameName(osDiskId ?? "", disk.id)) return { what: "OS disk", id: disk.id, disk };
  const data = dataDisks.find(({ id }) => isSameName(id ?? "", disk.id));
  return data && { what: "data disk", id: disk.id, lun: data.lun, disk };
}

function diskOf(disk: Disk, suffix: string): OwnResource {
  const [, lun] = /^datadisk-(\d+)/i.exec(suffix) ?? [];
  return lun === undefined ? { what: "OS disk", id: disk.id, disk } : { what: "data disk", id: disk.id, lun: Number(lun), disk };
}

interface Candidate {
  readonly resource: OwnResource;
  /** The time in its name. */
  readonly stamp: number;
  readonly made: number;
}

function restoredDisks({ job, others }: DrillRestore, disks: readonly Disk[]): Proof {
  const candidates = disks.flatMap((disk) => candidateOf(job, disk) ?? []);
  const rivals = others.filter((other) => isSameName(other.vmKey, job.vmKey));
  const isRivals = ({ stamp, made }: Candidate): boolean =>
    rivals.some((rival) => ranAt(stamp, rival) && ranAt(made, rival) && !(isNear(stamp, job) && !isNear(stamp, rival)));
  const own = candidates.filter((one) => !isRivals(one));
  // One restore gives all of its disks the same time.
  const stamps = [...new Set(own.map(({ stamp }) => stamp))];
  const near = stamps.filter((stamp) => isNear(stamp, job));
  const ownStamp = stamps.length === 1 ? stamps[0] : near.length === 1 ? near[0] : undefined;
  const unproven = ownStamp === undefined ? candidates : candidates.filter(isRivals);
  const reason = `more than one restore of the VM can have made it while job ${job.id} ran`;
  return {
    own: own.filter(({ stamp }) => stamp === ownStamp).map(({ resource }) => resource),
    unproven: unproven.map(({ resource: { what, id } }) => ({ what, id, reason })),
  };
}

/** A disk that is named after the VM of a job, and was made while the job ran. */
function candidateOf(job: RestoreJob, disk: Disk): Candidate | undefined {
  const prefix = caseFold(`${job.vmName}-`);
  if (!caseFold(disk.name).startsWith(prefix)) return undefined;
  const suffix = disk.name.slice(prefix.length);
  const [, kind, , ...time] = DISK_NAME.exec(suffix) ?? [];
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = time.map(Number);
  const made = disk.createdAt?.getTime();
  const stamp = Date.UTC(year, month - 1, day, hour, minute, second);
  if (kind === undefined || made === undefined || !isWithin(made, job) || !isWithin(stamp, job)) return undefined;
  return { resource: diskOf(disk, suffix), stamp, made };
}

function ownContainers({ job, others }: DrillRestore, containers: readonly Container[]): Proof {
  const told = containers.find(({ name }) => job.facts.container !== undefined && isSameName(name, job.facts.container));
  if (told) return { own: [{ what: "container", id: told.id }], unproven: [] };
  const prefix = `${plain(job.vmName)}-`;
  const named = containers.filter(({ name }) => name.startsWith(prefix) && /^[0-9a-f]{32}$/.test(name.slice(prefix.length)));
  const timeless = named.filter(({ modifiedAt }) => modifiedAt === undefined);
  const candidates = named.filter(({ modifiedAt }) => modifiedAt !== undefined && isWithin(modifiedAt.getTime(), job));
  const rivals = others.filter((other) => plain(other.vmName) === plain(job.vmName));
  const isRivals = ({ modifiedAt }: Container): boolean => rivals.some((rival) => ranAt(modifiedAt?.getTime() ?? 0, rival));
  const isProven = candidates.length === 1 && !candidates.some(isRivals);
  const about = `job ${job.id} does not name its container, and`;
  return {
    own: isProven ? candidates.map(({ id }) => ({ what: "container", id })) : [],
    unproven: [
      ...timeless.map(({ id }) => unprovenContainer(id, `${about} Azure does not tell when this one was changed`)),
      ...(isProven ? [] : candidates.map(({ id }) => unprovenContainer(id, `${about} another restore can have made this one`))),
    ],
  };
}

function unprovenContainer(id: string, reason: string): UnprovenResource {
  return { what: "container", id, reason };
}

function isWithin(time: number, job: BackupJob): boolean {
  return time >= startOf(job) - CLOCK_DIFFERENCE_MS && time <= endOf(job) + AFTERWARDS_MS;
}

/** Whether a job can have made something at a time, by Azure's own clocks. */
function ranAt(time: number, job: BackupJob): boolean {
  return time >= startOf(job) - JITTER_MS && time <= endOf(job) + JITTER_MS;
}

function isNear(stamp: number, job: BackupJob): boolean {
  return Math.abs(stamp - startOf(job)) <= STAMP_DIFFERENCE_MS;
}

function startOf({ startTime }: BackupJob): number {
  return startTime?.getTime() ?? Infinity;
}

function endOf(job: BackupJob): number {
  return job.endTime?.getTime() ?? startOf(job);
}

function nameIn(id: string): string {
  return id.split("/").at(-1) ?? "";
}

function plain(vmName: string): string {
  return vmName.replace(/[^A-Za-z0-9]/g, "").toLowerCase();
}
