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

const RECHECK_MS = MINUTE_MS;

/**
 * Returns the progress of a VM that another client may have backed up meanwhile, or whose request was lost; undefined if a backup must
 * still be started. `because` is why the VM waited.
 */
export async function revalidate(
  run: VmRun,
  because: string,
  jobs: JobIndex,
  context: RunContext,
): Promise<Progress | undefined> {
  const { vault, clock, startedAt } = context;
  const later = (): Progress => waitUntil(because, clock.elapsed() + RECHECK_MS);
  const force = context.options.force === true || run.recreated !== undefined;
  const since = jobs.ofVm(run.item.vmKey).find((job) => startedSince(job, startedAt) && !isFailure(job));
  if (since) return { kind: "running", job: since, snapshotTaken: false };
  let item;
  try {
    item = (await vault.getProtectedItem(run.item.id)) ?? run.item;
  } catch (error) {
    if (error instanceof ArmError && error.transient) return later();
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
      return force ? undefined : unseen(item, later, jobs, context);
  }
  return undefined;
}

/** Waits for a backup that the item does not show yet. After some time its job alone counts. */
async function unseen(
  item: ProtectedItem,
  later: () => Progress,
  jobs: JobIndex,
  { vault, clock }: RunContext,
): Promise<Progress | undefined> {
  const backup = unseenBackup(item, jobs);
  if (!backup) return undefined;
  if (hasJustCompleted(backup, clock.now())) return later();
  try {
    return (await stillValid([backup], vault, clock.now())).has(backup) ? backedUpBy(backup, item) : undefined;
  } catch (error) {
    if (error instanceof ArmError && error.transient) return later();
    throw error;
  }
}

function startedSince(job: BackupJob, instant: Date): boolean {
  return (job.startTime ?? 0) >= instant;
}
