import { caseFold } from "../../../azure/case-fold";
import { DAY_MS } from "../../../azure/durations";
import type { App } from "../../app";
import { page } from "../../arm/paging";
import type { Context } from "../../context";
import { hash } from "../../faults/chance";
import { parseFilter, parseFilterDate } from "../filter";
import type { BackupDetails, Job, ProtectedItem } from "../model";
import { ITEM, findItem, type ItemParams } from "../items/items";
import { parsedPolicy } from "../policies/parsed-policy";
import { backupsOf } from "../items/protection-state";
import type { RecoveryPoint } from "./recovery-point";
import { recoveryPointView } from "./recovery-point-view";
import { policyExpiry } from "../policies/retention";
import { recoveryPointNotFound } from "../../errors/backup-errors";

interface PointsRoute {
  Params: ItemParams;
  Querystring: { "api-version": string; $filter?: string };
}

interface PointRoute {
  Params: ItemParams & { recoveryPointId: string };
  Querystring: { "api-version": string };
}

/** Returns the recovery points that an item has now, newest first. They follow from its backups and their expiry. */
export function recoveryPointsOf(context: Context, item: ProtectedItem): RecoveryPoint[] {
  return backupsOf(context, item)
    .flatMap((job) => recoveryPointOf(context, item, job) ?? [])
    .sort((a, b) => b.time - a.time);
}

/**
 * Returns the moment of the data in a backup's recovery point: it lies in the snapshot task, well before its end. It is computed
 * from the VM's name, so that the same VM behaves the same on every run.
 */
function timeOf({ vmName, tasks: [snapshot] }: Job): number | undefined {
  if (!snapshot) return undefined;
  const share = (1 + (hash(caseFold(vmName)) % 75)) / 100;
  return snapshot.startTime + share * (snapshot.endTime - snapshot.startTime);
}

/** Returns the recovery point of a backup; undefined if it does not exist yet, or has expired. */
export function recoveryPointOf(context: Context, item: ProtectedItem, job: Job): RecoveryPoint | undefined {
  const now = context.clock.now();
  const { tasks, backup } = job;
  const [snapshot, transfer] = tasks;
  if (!snapshot || !backup || backup.isExpired || snapshot.outcome !== "Completed" || now < snapshot.endTime) return undefined;
  const time = timeOf(job) ?? snapshot.endTime;
  const transferred = transfer?.outcome === "Completed" && now >= transfer.endTime;
  const archived = now >= (backup.archivedAt ?? Infinity);
  const vaulted = transferred && (!archived || isRehydrated(backup, now));
  const instant = now < Math.max(time + backup.snapshotDays * DAY_MS, transferred ? 0 : (transfer?.endTime ?? 0));
  const expiry = expiryOf(context, item, backup, time);
  if (now >= expiry || (!vaulted && !instant && !archived)) return undefined;
  const { scheduled, policyType, source } = backup;
  return {
    name: String(Math.floor(time) * 10_000),
    ...{ time, instant, vaulted, archived, expiry, policyType, source },
    scheduled: scheduled !== undefined,
  };
}

function isRehydrated({ rehydrated }: BackupDetails, now: number): boolean {
  return rehydrated !== undefined && now >= rehydrated.from && now < rehydrated.until;
}

/** Returns the backup that made a recovery point. */
export function backupOfPoint(context: Context, item: ProtectedItem, { name }: RecoveryPoint): Job | undefined {
  return backupsOf(context, item).find((job) => recoveryPointOf(context, item, job)?.name === name);
}

/**
 * Marks the recovery points that have expired under the current policy. Call it before the policy changes: longer retention does
 * not bring them back.
 */
export function settleExpired(context: Context, item: ProtectedItem): void {
  const now = context.clock.now();
  for (const job of backupsOf(context, item)) {
    const { backup } = job;
    const taken = timeOf(job);
    if (!backup || backup.isExpired || taken === undefined || now < expiryOf(context, item, backup, taken)) continue;
    context.state.jobs.replace({ ...job, backup: { ...backup, isExpired: true } });
  }
}

/**
 * Returns when a recovery point expires. While protection is stopped, it never does. Otherwise the expiry of the backup or the
 * policy decides.
 */
function expiryOf({ state }: Context, item: ProtectedItem, { expiry, scheduled }: BackupDetails, time: number): number {
  if (item.protection === "ProtectionStopped" || item.deletion) return Infinity;
  if (expiry !== undefined) return expiry;
  const policy = item.policyId === undefined ? undefined : state.policies.get(item.policyId);
  return scheduled && policy ? policyExpiry(parsedPolicy(policy), scheduled, time) : Infinity;
}

export function serveRecoveryPoints(app: App, context: Context): void {
  app.get<PointsRoute>(`${ITEM}/recoveryPoints`, (request) => {
    const item = findItem(context, request.params);
    const filter = parseFilter(request.query.$filter, ["startDate", "endDate"] as const);
    const from = filter.startDate === undefined ? -Infinity : parseFilterDate(filter.startDate);
    const to = filter.endDate === undefined ? Infinity : parseFilterDate(filter.endDate);
    const points = recoveryPointsOf(context, item).filter(({ time }) => time >= from && time <= to);
    const { value, nextLink } = page(context, request, points, ({ time }) => String(Number.MAX_SAFE_INTEGER - Math.floor(time)));
    return { value: value.map((point) => recoveryPointView(context, item, point, request.query["api-version"])), nextLink };
  });

  app.get<PointRoute>(`${ITEM}/recoveryPoints/:recoveryPointId`, ({ params, query }) => {
    const item = findItem(context, params);
    return recoveryPointView(context, item, findPoint(context, item, params.recoveryPointId), query["api-version"]);
  });
}

/**
 * Returns the recovery point of a route.
 * @throws ServiceError if the item has none with that name
 */
export function findPoint(context: Context, item: ProtectedItem, pointName: string): RecoveryPoint {
  const point = recoveryPointsOf(context, item).find(({ name }) => name === pointName);
  if (!point) throw recoveryPointNotFound(pointName);
  return point;
}
