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
  Querystring: { $filter?: string };
}

interface PointRoute {
  Params: ItemParams & { recoveryPointId: string };
}

/** The recovery points that an item has now, newest first: they are what its backups have got to, less what has expired. */
export function recoveryPointsOf(context: Context, item: ProtectedItem): RecoveryPoint[] {
  return backupsOf(context, item)
    .flatMap((job) => recoveryPointOf(context, item, job) ?? [])
    .sort((a, b) => b.time - a.time);
}

/**
 * The moment that a backup's recovery point holds: while its snapshot is taken, and well before that task ends. It follows from the
 * VM's name, so that the same VM behaves the same on every run.
 */
function timeOf({ vmName, tasks: [snapshot] }: Job): number | undefined {
  if (!snapshot) return undefined;
  const share = (1 + (hash(caseFold(vmName)) % 75)) / 100;
  return snapshot.startTime + share * (snapshot.endTime - snapshot.startTime);
}

/** The recovery point of a backup, or undefined if there is none yet, or none any more. */
export function recoveryPointOf(context: Context, item: ProtectedItem, job: Job): RecoveryPoint | undefined {
  const now = context.clock.now();
  const { tasks, backup } = job;
  const [snapshot, transfer] = tasks;
  if (!snapshot || !backup || backup.isExpired || snapshot.outcome !== "Completed" || now < snapshot.endTime) return undefined;
  const time = timeOf(job) ?? snapshot.endTime;
  const vaulted = transfer?.outcome === "Completed" && now >= transfer.endTime;
  const instant = now < Math.max(time + backup.snapshotDays * DAY_MS, vaulted ? 0 : (transfer?.endTime ?? 0));
  const expiry = expiryOf(context, item, backup, time);
  if (now >= expiry || (!vaulted && !instant)) return undefined;
  const { scheduled, policyType } = backup;
  return {
    name: String(Math.floor(time) * 10_000),
    ...{ time, instant, vaulted, expiry, policyType },
    scheduled: scheduled !== undefined,
  };
}

/** Marks what has expired by the rules of now, before the rules change: longer retention brings nothing back. */
export function settleExpired(context: Context, item: ProtectedItem): void {
  const now = context.clock.now();
  for (const job of backupsOf(context, item)) {
    const { backup } = job;
    const taken = timeOf(job);
    if (!backup || backup.isExpired || taken === undefined || now < expiryOf(context, item, backup, taken)) continue;
    context.state.jobs.replace({ ...job, backup: { ...backup, isExpired: true } });
  }
}

/** Stopped protection keeps everything until it is deleted, or protected again; otherwise dates and the policy count. */
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
    return { value: value.map((point) => recoveryPointView(context, item, point)), nextLink };
  });

  app.get<PointRoute>(`${ITEM}/recoveryPoints/:recoveryPointId`, ({ params }) => {
    const item = findItem(context, params);
    const point = recoveryPointsOf(context, item).find(({ name }) => name === params.recoveryPointId);
    if (!point) throw recoveryPointNotFound(params.recoveryPointId);
    return recoveryPointView(context, item, point);
  });
}
