import { MINUTE_MS } from "../../azure/durations";
import { ArmError } from "../arm/arm-error";
import { type BackupJob, hasEnded } from "../vault/backup-job";
import { waitUntil } from "./next-after-failure";
import { actionFor, classify } from "./classify";
import type { JobIndex } from "./job-index";
import { failed, type Progress, type VmRun } from "./progress";
import type { RunContext } from "./run-context";

/** How long the state of an item may lag behind the end of its job. */
const STATE_LAGS_MS = 15 * MINUTE_MS;
const LOOK_AGAIN_MS = MINUTE_MS;

/**
 * Where a VM stands that somebody else may have backed up meanwhile, or one of whose requests was lost; undefined if a backup
 * has to be started still.
 */
export async function revalidate(run: VmRun, jobs: JobIndex, context: RunContext): Promise<Progress | undefined> {
  const { vault, clock, options, startedAt } = context;
  const since = jobs.ofVm(run.item.vmKey).find((job) => startedSince(job, startedAt) && !isFailure(job));
  if (since) return { kind: "running", job: since, snapshotTaken: false };
  let item;
  try {
    item = (await vault.getProtectedItem(run.item.id)) ?? run.item;
  } catch (error) {
    if (error instanceof ArmError && error.transient) return lookAgain(run, context);
    throw error;
  }
  const action = actionFor(classify(item, jobs));
  switch (action.kind) {
    case "attach":
      return { kind: "running", job: action.job, snapshotTaken: false };
    case "refuse":
      return failed(action.reason);
    case "skip":
      if (!options.force) return { kind: "skipped", cause: "alreadyBackedUp", reason: action.reason, warn: action.warn };
      break;
    case "trigger":
      if (completedOfLate(jobs.ofVm(item.vmKey), clock.now())) return lookAgain(run, context);
  }
  return undefined;
}

/** Whether a backup has completed that the state of the item, read at an instant or later, may not show. */
export function completedOfLate(jobs: readonly BackupJob[], readAt: Date): boolean {
  return jobs.some((job) => hasEnded(job) && !isFailure(job) && (job.endTime?.getTime() ?? 0) > readAt.getTime() - STATE_LAGS_MS);
}

function lookAgain({ progress }: VmRun, { clock }: RunContext): Progress {
  const because = progress.kind === "waiting" ? progress.because : undefined;
  return waitUntil(because ?? "looking at it again", clock.elapsed() + LOOK_AGAIN_MS);
}

function isFailure({ status }: BackupJob): boolean {
  return /^(failed|cancelled|cancelling|completedwithwarnings)$/i.test(status);
}

function startedSince(job: BackupJob, instant: Date): boolean {
  return job.startTime !== undefined && job.startTime >= instant;
}
