import { parseVaultId } from "../../../azure/resource-id";
import { usTime } from "../../arm/times";
import type { Job, JobTask } from "../model";
import type { RestoreDetails } from "./restore-details";

/** Tasks of restores have no times in recorded answers, and no duration even at their end. */
const NO_DURATION = "PT0S";

/** The `extendedInfo` of a restore job, as recorded in 2025 and 2026. */
export function restoreInfo(job: Job, details: RestoreDetails, now: number): Record<string, unknown> {
  const ended = now >= job.endTime;
  const completed = ended && job.outcome === "Completed";
  const [transfer] = job.tasks;
  const transferred = transfer !== undefined && now >= transfer.endTime;
  return {
    tasksList: job.tasks.map((task) => ({
      taskId: task.taskId,
      duration: NO_DURATION,
      status: taskStatus(job, task, now),
      taskType: "Normal",
    })),
    propertyBag: propertyBag(job, details, now),
    internalPropertyBag: { restoreLocationType: details.kind },
    ...progress(details, { ended, completed, updating: transferred }),
    ...(ended || (transferred && details.kind === "AlternateLocation") ? {} : { dynamicErrorMessage: "" }),
  };
}

/** One of the keys ends in a space. The recovery point and the target VM are null until they are known. */
function propertyBag(job: Job, details: RestoreDetails, now: number): Record<string, unknown> {
  const { kind, jobType, bag, completedBag, targetVmName, pointFoundAt, pointTime } = details;
  const update = job.tasks[1];
  const isFound = now >= pointFoundAt;
  const isShown = kind === "AlternateLocation" || (update !== undefined && now >= (update.startTime + update.endTime) / 2);
  return {
    "Job Type": jobType,
    ...(targetVmName === undefined ? {} : { "Target VM Name": isShown ? targetVmName : null }),
    ...bag,
    "Recovery point time ": isFound ? usTime(pointTime) : null,
    ...(now >= job.endTime && job.outcome === "Completed" ? completedBag : {}),
    "VM Subscription ID": parseVaultId(job.vaultId)?.subscriptionId,
  };
}

/** Returns Azure's values: 1 percent until the end, but 99 while the disks of a VM are replaced. */
function progress(
  { kind }: RestoreDetails,
  { ended, completed, updating }: { readonly ended: boolean; readonly completed: boolean; readonly updating: boolean },
): Record<string, unknown> {
  if (completed) return { progressPercentage: 100, estimatedRemainingDuration: NO_DURATION };
  if (ended) return {};
  if (kind === "OriginalLocation" && updating) return { progressPercentage: 99, estimatedRemainingDuration: "PT2M" };
  return { progressPercentage: 1 };
}

function taskStatus(job: Job, { startTime, endTime, outcome }: JobTask, now: number): string {
  if (now >= endTime) return outcome;
  if (job.cancelledAt !== undefined) return "Cancelling";
  return now >= startTime ? "InProgress" : "NotStarted";
}
