import { azureTime } from "../../arm/times";
import type { Context } from "../../context";
import { itemView } from "../../recovery-services/items/item-view";
import { jobStatus } from "../../recovery-services/jobs/jobs";
import type { Job, JobTask, ProtectedItem } from "../../recovery-services/model";
import { isPresent } from "../../recovery-services/items/protection-state";
import { recoveryPointsOf } from "../../recovery-services/recovery-points/recovery-points";

/** A snapshot has at most this many jobs, and this many recovery points, of a vault: the newest ones. */
const LATEST = 50;

/** The state of the emulator that the page shows. A state that Azure does not give is an empty text. */
export interface Snapshot {
  readonly now: string;
  readonly speed: number;
  readonly vaults: readonly VaultSnapshot[];
}

export interface VaultSnapshot {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly softDelete: string;
  readonly items: readonly ItemSnapshot[];
  readonly jobs: readonly JobSnapshot[];
  readonly recoveryPoints: readonly RecoveryPointSnapshot[];
  /** The number of all recovery points, including those that are not shown. */
  readonly recoveryPointCount: number;
}

export interface ItemSnapshot {
  readonly id: string;
  readonly vm: string;
  readonly state: string;
  readonly policy: string;
  readonly lastBackupStatus: string;
  readonly lastBackupTime: string | undefined;
}

export interface JobSnapshot {
  readonly id: string;
  readonly vm: string;
  readonly operation: string;
  readonly status: string;
  readonly startTime: string;
  readonly endTime: string | undefined;
  /** Progress of the job, from 0 to 1. */
  readonly progress: number;
  /** The current phase, or the error code of a job that failed. */
  readonly detail: string;
  /** The phases that have started. */
  readonly phases: readonly PhaseSnapshot[];
}

export interface PhaseSnapshot {
  readonly name: string;
  readonly status: string;
  readonly startTime: string;
  /** Undefined while it runs. */
  readonly endTime: string | undefined;
}

export interface RecoveryPointSnapshot {
  readonly name: string;
  readonly vm: string;
  readonly time: string;
  /** Undefined if it does not expire. */
  readonly expiry: string | undefined;
  /** Where it is stored: `Snapshot`, `Vault`, or `Snapshot + Vault`. */
  readonly tier: string;
}

/** Returns the state now. `latest` is the number of jobs and of recovery points, the newest ones. */
export function snapshotOf(context: Context, latest = LATEST): Snapshot {
  const { clock, state } = context;
  const now = clock.now();
  const vaults = [...state.vaults.values()].map(({ id, name, location, config }): VaultSnapshot => {
    const items = state.protectedItems.under(id).filter((item) => isPresent(item, now));
    const jobs = state.jobs.ofVault(id).sort((a, b) => b.startTime - a.startTime);
    const points = items.flatMap((item) => recoveryPointsOf(context, item).map((point) => ({ item, point })));
    points.sort((a, b) => b.point.time - a.point.time);
    return {
      ...{ id, name, location, softDelete: config.softDeleteFeatureState },
      items: items.map((item) => itemOf(context, item)),
      jobs: jobs.slice(0, latest).map((job) => jobOf(job, now)),
      recoveryPoints: points.slice(0, latest).map(({ item, point }) => ({
        name: point.name,
        vm: item.vmName,
        time: azureTime(point.time),
        expiry: Number.isFinite(point.expiry) ? azureTime(point.expiry) : undefined,
        tier: [...(point.instant ? ["Snapshot"] : []), ...(point.vaulted ? ["Vault"] : [])].join(" + "),
      })),
      recoveryPointCount: points.length,
    };
  });
  return { now: new Date(now).toISOString(), speed: clock.speed, vaults };
}

function itemOf(context: Context, item: ProtectedItem): ItemSnapshot {
  const { properties } = itemView(context, item, { apiVersion: "" }) as { properties: Record<string, string | undefined> };
  const softDeleted = properties["isScheduledForDeferredDelete"];
  const backedUp = properties["lastBackupStatus"];
  return {
    id: item.id,
    vm: item.vmName,
    state: softDeleted ? "SoftDeleted" : (properties["protectionState"] ?? ""),
    policy: properties["policyName"] ?? "",
    lastBackupStatus: backedUp ?? "",
    lastBackupTime: backedUp ? properties["lastBackupTime"] : undefined,
  };
}

function jobOf(job: Job, now: number): JobSnapshot {
  const status = jobStatus(job, now);
  const isRunning = now < job.endTime;
  const phase = job.tasks.find(({ startTime, endTime }) => now >= startTime && now < endTime)?.taskId;
  return {
    id: job.id,
    vm: job.vmName,
    operation: job.operation,
    status,
    startTime: azureTime(job.startTime),
    endTime: isRunning ? undefined : azureTime(job.endTime),
    progress: isRunning ? Math.max(0, (now - job.startTime) / (job.endTime - job.startTime)) : 1,
    detail: isRunning ? (phase ?? "") : (job.error?.code ?? ""),
    phases: job.tasks.filter((task) => now >= task.startTime).map((task) => phaseOf(task, now)),
  };
}

function phaseOf({ taskId, startTime, endTime, outcome }: JobTask, now: number): PhaseSnapshot {
  const ended = now >= endTime;
  return {
    ...{ name: taskId, status: ended ? outcome : "InProgress", startTime: azureTime(startTime) },
    endTime: ended ? azureTime(endTime) : undefined,
  };
}
