import { DAY_MS } from "../../../azure/durations";
import { MAX_ON_DEMAND_BACKUPS_PER_DAY, MAX_RETENTION_DAYS } from "../../../azure/limits";
import { utcDayOf } from "../../../azure/utc-day";
import type { App } from "../../app";
import { startOperation } from "../../arm/operations";
import type { Context } from "../../context";
import { operationError } from "../../faults/operation-fault";
import { checkedBody } from "../../strictness/body";
import { backupSchema } from "../items/item-bodies";
import { simulateBackup } from "./backup-simulation";
import { acceptItemOperation } from "../items/item-operations";
import { ITEM, findItem, type ItemParams } from "../items/items";
import { activityIdOf } from "./jobs";
import type { ProtectedItem } from "../model";
import { backupsOf } from "../items/protection-state";
import { itemNotProtected, onDemandLimitReached } from "../../errors/backup-errors";
import { backupInputInvalid } from "../../errors/item-errors";

interface BackupRoute {
  Params: ItemParams;
  Querystring: { "api-version": string };
  Body: unknown;
}

const DEFAULT_RETENTION_DAYS = 30;
/** Duration of the operation, which only starts the job. The backup itself takes much longer. */
const SECONDS_TO_START = 1;

/** Serves the on-demand backup of a protected item ("Backup now"). */
export function serveBackup(app: App, context: Context): void {
  app.post<BackupRoute>(`${ITEM}/backup`, (request, reply) => {
    const item = findItem(context, request.params);
    const expiry = expiryOf(request.body, context.clock.now());
    requireBackupPossible(context, item);
    const error = operationError(context, request);
    const order = { startTime: context.clock.now(), expiry, activityId: activityIdOf(request) };
    const job = error ? undefined : simulateBackup(context, item, order);
    if (job) context.state.jobs.add(job);
    const operation = startOperation(context, { resourceId: item.id, seconds: SECONDS_TO_START, jobId: job?.id, error });
    const apiVersion = request.query["api-version"];
    return acceptItemOperation(reply, context, operation, { apiVersion, retryAfter: context.triggerRetryAfter });
  });
}

function expiryOf(body: unknown, now: number): number {
  const { properties } = checkedBody(backupSchema, body, "BackupRequestResource");
  const { objectType, recoveryPointExpiryTimeInUTC: text } = properties ?? {};
  if (objectType !== "IaasVMBackupRequest") throw backupInputInvalid("objectType of a VM's backup must be IaasVMBackupRequest");
  if (text === undefined || text === null) return now + DEFAULT_RETENTION_DAYS * DAY_MS;
  const expiry = Date.parse(text);
  if (Number.isNaN(expiry)) throw backupInputInvalid("recoveryPointExpiryTimeInUTC must be a time such as 2027-01-01T23:59:59Z");
  // Azure documents the longest retention, but not the error for a time that is later, or in the past.
  if (expiry <= now) throw backupInputInvalid(`recoveryPointExpiryTimeInUTC ${new Date(expiry).toISOString()} is in the past`);
  if (expiry > now + (MAX_RETENTION_DAYS + 1) * DAY_MS)
    throw backupInputInvalid("recoveryPointExpiryTimeInUTC is more than 99 years ahead");
  return expiry;
}

function requireBackupPossible(context: Context, item: ProtectedItem): void {
  if (item.protection !== "Protected" || item.deletion) {
    throw itemNotProtected();
  }
  const now = context.clock.now();
  const today = utcDayOf(new Date(now));
  const onDemand = backupsOf(context, item).filter(({ backup }) => !backup?.scheduled);
  if (onDemand.filter(({ startTime }) => utcDayOf(new Date(startTime)) === today).length >= MAX_ON_DEMAND_BACKUPS_PER_DAY) {
    throw onDemandLimitReached(MAX_ON_DEMAND_BACKUPS_PER_DAY);
  }
}
