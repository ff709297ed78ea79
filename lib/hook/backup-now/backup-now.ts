import { line } from "../report/line";
import type { BackupJob } from "../vault/backup-job";
import type { ProtectedItem } from "../vault/protected-item";
import { actionFor, classify } from "./classify";
import { type Ended, follow } from "./follow";
import { failed, type Progress, type VmRun } from "./progress";
import { expiryOf } from "./retention";
import type { BackupOrder, Surroundings } from "./surroundings";
import { selectItems } from "./targets";
import { triggerAll } from "./trigger";

/** How a run ended, VM by VM. */
export interface BackupResult {
  readonly runs: readonly VmRun[];
  readonly ended: Ended;
  /** What kept the run from following the backups any longer, after some had been triggered. */
  readonly error?: unknown;
}

/** First backups are documented to run longer than a day; the service keeps a filter's span to about a month. */
const RUNNING_SINCE_MS = 29 * 24 * 3_600_000;
const AHEAD_MS = 24 * 3_600_000;
const MS_PER_MINUTE = 60_000;

/**
 * Makes the initial backup of each VM happen, once: triggers what is pending, attaches to what runs, leaves the rest alone, and
 * follows the jobs to the milestone. Everything wrong with the order itself is thrown before anything is triggered.
 */
export async function backUp(order: BackupOrder, surroundings: Surroundings): Promise<BackupResult> {
  const { vault, clock, print } = surroundings;
  const deadline = clock.elapsed() + order.timeoutMinutes * MS_PER_MINUTE;
  const changed = (run: VmRun, before: Progress | undefined): void => {
    const text = line(run, before);
    if (text !== undefined) print(text);
  };

  const items = await selectItems(vault, order.vaultId, order.vms, order.concurrency);
  const now = clock.now();
  const jobs = await vault.listBackupJobs({
    from: new Date(now.getTime() - RUNNING_SINCE_MS),
    to: new Date(now.getTime() + AHEAD_MS),
    status: "InProgress",
  });
  const runs = items.map((item) => startOf(item, jobs, order.vms !== undefined));
  const waiting = runs.filter((run) => run.progress.kind === "waiting");
  const expiry = waiting.length > 0 ? expiryOf(order.retention, clock.now()) : undefined;

  for (const run of runs) changed(run, undefined);
  try {
    if (expiry) await triggerAll(waiting, expiry, order.concurrency, surroundings, changed);
    return { runs, ended: await follow(runs, order, deadline, surroundings, changed) };
  } catch (error) {
    if (surroundings.signal.aborted) return { runs, ended: "interrupted" };
    return { runs, ended: "settled", error };
  }
}

/** Where a VM stands before anything is done. A VM that nobody named is no failure where it cannot be backed up. */
function startOf(item: ProtectedItem, jobs: readonly BackupJob[], named: boolean): VmRun {
  const action = actionFor(classify(item, jobs));
  const retainedUntil = undefined;
  switch (action.kind) {
    case "trigger":
      return { item, retainedUntil, progress: { kind: "waiting" } };
    case "attach":
      return { item, retainedUntil, progress: { kind: "running", job: action.job, snapshotTaken: false } };
    case "skip":
      return { item, retainedUntil, progress: { kind: "skipped", reason: action.reason, warn: action.warn } };
    case "refuse":
      return {
        item,
        retainedUntil,
        progress: named ? failed(action.reason) : { kind: "skipped", reason: action.reason, warn: true },
      };
  }
}
