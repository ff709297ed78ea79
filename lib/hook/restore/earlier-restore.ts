import { isSameName } from "../../azure/case-fold";
import { DAY_MS } from "../../azure/durations";
import { type BackupJob, hasEnded } from "../vault/backup-job";
import type { ProtectedItem } from "../vault/protected-item";
import { RECOVERY_TYPES, type RestoreBody, requestIdOf } from "./restore-body";
import type { RestoreJob } from "./restore-job";
import type { RestoreOptions } from "./restore-options";
import type { RestoreRegion } from "./restore-region";

/** For how long a restore that runs is looked for, and one that has completed counts as the same. */
const LONGEST_RESTORE_MS = 7 * DAY_MS;
const SAME_FOR_MS = DAY_MS;
/** Jobs that are read by themselves to learn what they restore. */
const MAX_READS = 20;

/** What was started before to the same end. */
export interface EarlierRestore {
  /** A restore that runs or has completed, which is followed instead of a new one. */
  readonly job: BackupJob | undefined;
  /** When its recovery point was made, in Azure's words, if it may be another one than is asked for. */
  readonly pointTime?: string | undefined;
  /** The id of the next request. */
  readonly requestId: string;
}

interface Asked {
  readonly options: RestoreOptions;
  readonly item: ProtectedItem;
  readonly body: RestoreBody;
  readonly region: RestoreRegion;
  readonly targetGroupId: string;
  readonly now: Date;
}

/**
 * Looks for the restore that an earlier run has started: by the id of its request, which is the same for the same request; and,
 * since the latest recovery point may be another one by now, a restore that still runs by what it makes.
 */
export async function findEarlier(asked: Asked): Promise<EarlierRestore> {
  const { item, body, region, options, now } = asked;
  const all = await region.listJobs(new Date(now.getTime() - LONGEST_RESTORE_MS), now);
  const jobs = all.filter(({ vmKey }) => vmKey === item.vmKey);
  let attempt = 0;
  for (; ; attempt++) {
    const requestId = requestIdOf(item.id, body, attempt);
    const own = all.find(({ activityId }) => activityId !== undefined && isSameName(activityId, requestId));
    if (!own) break;
    const isDone = !options.again && isOfLate(own, now) && hasSucceeded(own);
    if (!hasEnded(own) || isDone) return { job: own, requestId };
  }
  const requestId = requestIdOf(item.id, body, attempt);
  for (const job of jobs.filter((one) => !hasEnded(one)).slice(0, MAX_READS)) {
    const details = await region.job(job.id);
    if (details && isSame(details, asked)) return { job, requestId, pointTime: details.facts.pointTime ?? "another time" };
  }
  return { job: undefined, requestId };
}

/** Disks of a certain recovery point may be restored beside those of another; a VM is made, or changed, by one restore at a time. */
function isSame({ facts }: RestoreJob, { options, targetGroupId }: Asked): boolean {
  const { kind, targetVm, targetGroup } = facts;
  if (kind !== RECOVERY_TYPES[options.to]) return false;
  if (options.to === "original") return true;
  if (!isSameName(targetGroup ?? "", targetGroupId.split("/").at(-1) ?? "")) return false;
  if (options.to === "vm") return isSameName(targetVm ?? "", options.name ?? "");
  return options.point.kind === "latest" || options.point.kind === "latestVaulted";
}

function isOfLate({ endTime, startTime }: BackupJob, now: Date): boolean {
  return ((endTime ?? startTime)?.getTime() ?? 0) > now.getTime() - SAME_FOR_MS;
}

function hasSucceeded({ status }: BackupJob): boolean {
  return /^completed/i.test(status);
}
