import { MINUTE_MS } from "../../azure/durations";
import { ArmError } from "../arm/arm-error";
import type { BackupJob } from "../vault/backup-job";
import type { ProtectedItem } from "../vault/protected-item";
import { waitUntil } from "./next-after-failure";
import { actionFor, classify } from "./classify";
import type { JobIndex } from "./job-index";
import { failed, type Progress, type VmRun } from "./progress";
import type { RunContext } from "./run-context";
import { backedUpBy, hasJustCompleted, isFailure, stillValid, unseenBackup } from "./unseen-backup";

const LOOK_AGAIN_MS = MINUTE_MS;

/**
 * Where a VM stands that somebody else may have backed up meanwhile, or one of whose requests was lost; undefined if a backup
 * has to be started still.
 */
export async function revalidate(run: VmRun, jobs: JobIndex, context: RunContext): Promise<Progress | undefined> {
  const { vault, startedAt } = context;
  const force = context.options.force === true || run.recreated !== undefined;
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
      if (!force) return { kind: "skipped", cause: "alreadyBackedUp", reason: action.reason, warn: action.warn };
      break;
    case "trigger":
      return force ? undefined : unseen(run, item, jobs, context);
  }
  return undefined;
}

/** A backup that the state of the item does not show is waited for, and after some time taken for what it is. */
async function unseen(run: VmRun, item: ProtectedItem, jobs: JobIndex, context: RunContext): Promise<Progress | undefined> {
  const { vault, clock } = context;
  const backup = unseenBackup(item, jobs);
  if (!backup) return undefined;
  if (hasJustCompleted(backup, clock.now())) return lookAgain(run, context);
  try {
    return (await stillValid([backup], vault, clock.now())).has(backup) ? backedUpBy(backup, item) : undefined;
  } catch (error) {
    if (error instanceof ArmError && error.transient) return lookAgain(run, context);
    throw error;
  }
}

function lookAgain({ progress }: VmRun, { clock }: RunContext): Progress {
  const because = progress.kind === "waiting" ? progress.because : undefined;
  return waitUntil(because ?? "looking at it again", clock.elapsed() + LOOK_AGAIN_MS);
}

function startedSince(job: BackupJob, instant: Date): boolean {
  return job.startTime !== undefined && job.startTime >= instant;
}
