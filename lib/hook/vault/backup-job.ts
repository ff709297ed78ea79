import * as v from "valibot";
import { addDays } from "../../azure/utc-day";
import { vmKeyOf, vmNameIn } from "../../azure/vm-item-name";
import { excerpt, flag, ForeignId, instant, list, read, requiredText, text } from "../arm/answer-schema";
import { isPlainName } from "../arm/plain-path";

/** A step of a job, such as "Take Snapshot", in Azure's words. */
export interface BackupTask {
  readonly name: string;
  readonly status: string;
  /** Undefined if the step has not started. */
  readonly startTime?: Date | undefined;
  /** Undefined if the step has not ended. */
  readonly endTime?: Date | undefined;
}

/** An error of a job, as Azure reports it. */
export interface JobError {
  readonly number: number | undefined;
  /** Usually an error code, such as `UserErrorGuestAgentStatusUnavailable`. */
  readonly title: string | undefined;
  readonly text: string | undefined;
  readonly recommendations: readonly string[];
}

/** A backup job of a vault. A list contains no tasks. */
export interface BackupJob {
  readonly id: string;
  /** The client request id of the request that started the job. */
  readonly activityId: string | undefined;
  /** The key of the item. It is only the VM's name if the job names no container and the name is not unique in the vault. */
  readonly vmKey: string;
  /** The name in Azure's spelling. */
  readonly vmName: string;
  readonly operation: string;
  /** Azure's status, such as `InProgress`. It may be an unknown one. */
  readonly status: string;
  readonly startTime: Date | undefined;
  readonly endTime: Date | undefined;
  /** Whether Azure offers to cancel the job. It does so in every phase, so this does not show the progress. */
  readonly cancellable: boolean;
  /** Undefined if the job was read from a list. */
  readonly tasks: readonly BackupTask[] | undefined;
  readonly errors: readonly JobError[];
  /** The last day (UTC) on which the recovery point is kept, if the job says so. */
  readonly retainedUntil: string | undefined;
  /** False for a backup that a schedule started, undefined if Azure does not say. */
  readonly userTriggered?: boolean | undefined;
  /** Azure's progress value from 0 to 100; undefined if the job was read from a list. */
  readonly progressPercent?: number | undefined;
  /** Azure's estimate of the remaining time, as written. */
  readonly estimatedRemaining?: string | undefined;
  /** Azure's message about this job, as written. */
  readonly message?: string | undefined;
}

const ENDED = new Set(["completed", "completedwithwarnings", "failed", "cancelled"]);

/** Whether a job has ended. An unknown status counts as running. */
export function hasEnded(job: Pick<BackupJob, "status">): boolean {
  return ENDED.has(job.status.toLowerCase());
}

/** Whether the snapshot is taken. The step is found by its name, since Azure adds steps. */
export function isSnapshotTaken({ tasks = [] }: Pick<BackupJob, "tasks">): boolean {
  return tasks.some(({ name, status }) => /snapshot/i.test(name) && status === "Completed");
}

/** The times of a step are for reports only, so that a strange one does not make the job unreadable. */
const taskInstant = v.fallback(instant, undefined);
const taskSchema = v.object({ taskId: text, status: text, startTime: taskInstant, endTime: taskInstant });

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

/** Reads the job in an answer or a list element; undefined if it is not a VM's job. @throws UnreadableAnswer, ForeignId */
export function readBackupJob(body: unknown): BackupJob | undefined {
  const { name: id, properties } = read(schema, body);
  const { containerName, status, extendedInfo: extended } = properties;
  if (/^(?!AzureIaasVM$)/i.test(properties.backupManagementType ?? "AzureIaasVM")) return undefined;
  if (!isPlainName(id)) throw new ForeignId(`Azure's answer has a job with an invalid id: ${excerpt(id)}`);
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
    // Azure offers the action for ended jobs too.
    cancellable: !hasEnded({ status }) && properties.actionsInfo.some((action) => action === 1 || action === "Cancellable"),
    tasks: extended?.tasksList.map(({ taskId, status: taskStatus, startTime, endTime }) => ({
      ...{ name: taskId ?? "", status: taskStatus ?? "" },
      ...{ startTime, endTime },
    })),
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
 * Returns the last day of retention from Azure's US-style UTC date, such as `6/12/2022 11:59:59 PM`. A recovery point that expires at
 * midnight, as other clients write, is not kept on that day.
 */
function dayOf(written: string | undefined): string | undefined {
  const [, month, day, year, time] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: (.+))?$/.exec(written ?? "") ?? [];
  if (!month || !day || !year) return undefined;
  const expires = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return time === "12:00:00 AM" ? addDays(expires, -1) : expires;
}
