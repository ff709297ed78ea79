import { isSameName } from "../../azure/case-fold";
import { DAY_MS } from "../../azure/durations";
import { nameIn } from "../../azure/id-parts";
import { type BackupJob, hasEnded } from "../vault/backup-job";
import type { ProtectedItem } from "../vault/protected-item";
import { RECOVERY_TYPES, type RestoreBody, requestIdOf } from "./restore-body";
import type { RestoreJob } from "./restore-job";
import type { RestoreOptions } from "./restore-options";
import type { RestoreRegion } from "./restore-region";

/** The longest time that a restore is expected to run. */
export const LONGEST_RESTORE_MS = 7 * DAY_MS;
/** How long a completed restore answers a repeated request. */
const SAME_FOR_MS = DAY_MS;
/** The maximum number of running jobs whose details are read. */
const MAX_READS = 20;

/** The result of a search for a restore that an earlier run started. */
export interface EarlierRestore {
  /** A running or completed restore, which is followed instead of a new one; undefined if there is none. */
  readonly job: BackupJob | undefined;
  /** When its recovery point was created, in Azure's format, if it may differ from the one that is requested. */
  readonly pointTime?: string | undefined;
  /** The id that a new request would have. */
  readonly requestId: string;
}

interface Request {
  readonly options: RestoreOptions;
  readonly item: ProtectedItem;
  readonly body: RestoreBody;
  readonly region: RestoreRegion;
  readonly targetGroupId: string;
  readonly now: Date;
}

/**
 * Finds the restore that an earlier run started. The same request has the same id. If the latest recovery point has changed since, the
 * id differs: a running restore is then found by its target.
 */
export async function findEarlier(request: Request): Promise<EarlierRestore> {
  const { item, body, region, options, now } = request;
  const all = await region.listJobs(new Date(now.getTime() - LONGEST_RESTORE_MS), now);
  const jobs = all.filter(({ vmKey }) => vmKey === item.vmKey);
  let attempt = 0;
  for (; ; attempt++) {
    const requestId = requestIdOf(item.id, body, attempt);
    const own = all.find(({ activityId }) => activityId !== undefined && isSameName(activityId, requestId));
    if (!own) break;
    const isDone = !options.again && isRecent(own, now) && hasSucceeded(own);
    if (!hasEnded(own) || isDone) return { job: own, requestId };
  }
  const requestId = requestIdOf(item.id, body, attempt);
  for (const job of jobs.filter((one) => !hasEnded(one)).slice(0, MAX_READS)) {
    const details = await region.job(job.id);
    if (details && isSame(details, request)) return { job, requestId, pointTime: details.facts.pointTime ?? "another time" };
  }
  return { job: undefined, requestId };
}

/** Whether a job has the target of a request. The disks of two recovery points that are given by id may be restored at the same time. */
function isSame({ facts }: RestoreJob, { options, targetGroupId }: Request): boolean {
  const { kind, targetVm, targetGroup } = facts;
  if (kind !== RECOVERY_TYPES[options.to]) return false;
  if (options.to === "original") return true;
  if (!isSameName(targetGroup ?? "", nameIn(targetGroupId))) return false;
  if (options.to === "vm") return isSameName(targetVm ?? "", options.name ?? "");
  return options.point.kind === "latest" || options.point.kind === "latestVaulted";
}

function isRecent({ endTime, startTime }: BackupJob, now: Date): boolean {
  return ((endTime ?? startTime)?.getTime() ?? 0) > now.getTime() - SAME_FOR_MS;
}

function hasSucceeded({ status }: BackupJob): boolean {
  return /^completed/i.test(status);
}
