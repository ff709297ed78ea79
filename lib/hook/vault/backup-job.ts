import * as v from "valibot";
import { addDays } from "../../azure/utc-day";
import { vmKeyOf, vmNameIn } from "../../azure/vm-item-name";
import { excerpt, flag, ForeignId, instant, list, read, requiredText, text } from "../arm/answer-schema";
import { isPlainName } from "../arm/plain-path";

/** A step of a job, such as "Take Snapshot", in Azure's own words. */
export interface BackupTask {
  readonly name: string;
  readonly status: string;
}

/** Why a job failed, as Azure explains it. */
export interface JobError {
  readonly number: number | undefined;
  /** In practice the code, such as `UserErrorGuestAgentStatusUnavailable`. */
  readonly title: string | undefined;
  readonly text: string | undefined;
  readonly recommendations: readonly string[];
}

/** A backup job of a vault. Entries of a list come without tasks. */
export interface BackupJob {
  readonly id: string;
  /** The client request id of the request that made it. */
  readonly activityId: string | undefined;
  /** That of the item; the mere name of the VM if the job names no container, and no one item has that name. */
  readonly vmKey: string;
  /** As Azure spells it. */
  readonly vmName: string;
  readonly operation: string;
  /** Azure's word, such as `InProgress`, or one that is not known yet. */
  readonly status: string;
  readonly startTime: Date | undefined;
  readonly endTime: Date | undefined;
  /** Whether Azure offers to cancel it. It offers that in every phase, so that this tells nothing of how far the job is. */
  readonly cancellable: boolean;
  /** Undefined in a list's entry. */
  readonly tasks: readonly BackupTask[] | undefined;
  readonly errors: readonly JobError[];
  /** The last day (UTC) on which the recovery point is kept, if the job says so. */
  readonly retainedUntil: string | undefined;
  /** False for a backup that a schedule started, undefined if Azure does not say. */
  readonly userTriggered?: boolean | undefined;
  /** How far Azure says it is, from 0 to 100; a list does not show it. */
  readonly progressPercent?: number | undefined;
  /** How long Azure estimates that it still takes, in Azure's words. */
  readonly estimatedRemaining?: string | undefined;
  /** What the job has to say of this very run, in Azure's words. */
  readonly message?: string | undefined;
}

const ENDED = new Set(["completed", "completedwithwarnings", "failed", "cancelled"]);

/** Whether a job will not change any more. An unknown status is taken for one that may. */
export function hasEnded(job: Pick<BackupJob, "status">): boolean {
  return ENDED.has(job.status.toLowerCase());
}

/** Read by the name of the step, since Azure adds steps: the snapshot is one of them, whatever follows it. */
export function isSnapshotTaken({ tasks = [] }: Pick<BackupJob, "tasks">): boolean {
  return tasks.some(({ name, status }) => /snapshot/i.test(name) && status === "Completed");
}

const taskSchema = v.object({ taskId: text, status: text });

const errorSchema = v.object({
  errorCode: v.nullish(v.number()),
  errorTitle: text,
  errorString: text,
  recommendations: list(v.string()),
});

const schema = v.object({
  name: requiredText,
  properties: v.object({
    activityId: text,
    backupManagementType: text,
    containerName: text,
    entityFriendlyName: text,
    operation: text,
    status: requiredText,
    startTime: instant,
    endTime: instant,
    isUserTriggered: flag,
    actionsInfo: list(v.union([v.number(), v.string()])),
    errorDetails: list(errorSchema),
    extendedInfo: v.nullish(
      v.object({
        tasksList: list(taskSchema),
        propertyBag: v.nullish(v.object({ "Recovery Point Expiry Time in UTC": text })),
        progressPercentage: v.nullish(v.number()),
        estimatedRemainingDuration: text,
        dynamicErrorMessage: text,
      }),
    ),
  }),
});

/** Reads the job in an answer or in one element of a list; undefined if it is not one of a VM. @throws UnreadableAnswer, ForeignId */
export function readBackupJob(body: unknown): BackupJob | undefined {
  const { name: id, properties } = read(schema, body);
  const { containerName, status, extendedInfo: extended } = properties;
  if (/^(?!AzureIaasVM$)/i.test(properties.backupManagementType ?? "AzureIaasVM")) return undefined;
  if (!isPlainName(id)) throw new ForeignId(`Azure's answer has a job whose id is none: ${excerpt(id)}`);
  const vmKey = vmKeyOf(containerName ?? properties.entityFriendlyName ?? "");
  return {
    id,
    activityId: properties.activityId,
    vmKey,
    vmName: properties.entityFriendlyName ?? (vmNameIn(vmKey) || "unknown VM"),
    operation: properties.operation ?? "",
    status,
    startTime: properties.startTime,
    endTime: properties.endTime,
    // Azure goes on naming the action of jobs that have ended.
    cancellable: !hasEnded({ status }) && properties.actionsInfo.some((action) => action === 1 || action === "Cancellable"),
    tasks: extended?.tasksList.map((task) => ({ name: task.taskId ?? "", status: task.status ?? "" })),
    errors: properties.errorDetails.map((error) => ({
      number: error.errorCode ?? undefined,
      title: error.errorTitle,
      text: error.errorString,
      recommendations: error.recommendations,
    })),
    retainedUntil: dayOf(extended?.propertyBag?.["Recovery Point Expiry Time in UTC"]),
    userTriggered: properties.isUserTriggered ?? undefined,
    progressPercent: extended?.progressPercentage ?? undefined,
    estimatedRemaining: extended?.estimatedRemainingDuration,
    message: extended?.dynamicErrorMessage,
  };
}

/**
 * The last day before an instant that Azure writes the American way, in UTC: `6/12/2022 11:59:59 PM`. Other clients have a
 * recovery point expire as a day begins, which is not kept on that day any more.
 */
function dayOf(written: string | undefined): string | undefined {
  const [, month, day, year, time] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: (.+))?$/.exec(written ?? "") ?? [];
  if (!month || !day || !year) return undefined;
  const expires = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return time === "12:00:00 AM" ? addDays(expires, -1) : expires;
}
