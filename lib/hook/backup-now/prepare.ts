import { MINUTE_MS } from "../../azure/durations";
import { instantOf } from "../clock";
import { formatInstant } from "../report/duration";
import type { BackupJob } from "../vault/backup-job";
import { backupsOfLastDay, runningBackups } from "../vault/job-filter";
import type { ProtectedItem } from "../vault/protected-item";
import { VmIndex } from "../vault/vm-matcher";
import { nextScheduledBackups } from "../schedule/next-scheduled-backups";
import { waitUntil } from "./next-after-failure";
import { Attempts } from "./attempts";
import { actionFor, classify } from "./classify";
import { explainOperation } from "./explain";
import { JobIndex } from "./job-index";
import { failed, vmIsGone, type Progress, type VmRun } from "./progress";
import { expiryOf, retentionOf } from "./retention";
import { discountScheduled } from "./scheduled-attempts";
import type { BackupOptions, BackupContext } from "./backup-context";
import { recreatedVms } from "./recreated-vms";
import { findItem, selectItems } from "./targets";
import { backedUpBy, hasJustCompleted, stillValid, unseenBackup } from "./unseen-backup";

/** What the item of a VM that does not exist is skipped for. */
const GONE = explainOperation("Azure has no such VM, and its protected item remains", "UserErrorVmNotFoundV2");
const SETTLE_MS = MINUTE_MS;

/** The state of every VM before the run changes anything. */
export interface Prepared {
  readonly runs: readonly VmRun[];
  readonly jobs: JobIndex;
  readonly attempts: Attempts;
  /** When the run started to read, in Azure's time. No item state is older. */
  readonly startedAt: Date;
}

/**
 * Reads the state of every VM and changes nothing.
 * @throws HookError if the options are wrong; for a past retention date only if a backup would be started
 */
export async function prepare(options: BackupOptions, context: BackupContext): Promise<Prepared> {
  const { vault, clock } = context;
  const began = clock.elapsed();
  const { items, labelOf } = await selectItems(options, context);
  const startedAt = instantOf(clock, began);
  const running = await vault.listJobs(runningBackups(startedAt));
  let jobs = new JobIndex(running);
  const attempts = new Attempts();
  const backedUp = items.filter((item) => isBackedUp(startOf(item, jobs, options)));
  const recreated = await recreatedVms(backedUp, context.creations);
  const gone = goneAmong(items, options);
  const startNow = (item: ProtectedItem): Progress => {
    const start = startOf(item, jobs, recreated.has(item) ? { ...options, force: true } : options);
    return start.kind === "waiting" && gone.has(item) ? vmIsGone(GONE) : start;
  };
  const wanted = items.filter((item) => startNow(item).kind === "waiting");
  if (wanted.length > 0) {
    const ofLastDay = await vault.listJobs(backupsOfLastDay(startedAt));
    attempts.learn([...running, ...ofLastDay]);
    const vmKeys = wanted.map(({ vmKey }) => vmKey);
    await discountScheduled(vmKeys, attempts, { vault, now: startedAt, concurrency: options.concurrency });
    jobs = jobs.with(ofLastDay);
  }
  const start = await startsOf(items, startNow, jobs, options, { vault, clock, startedAt });
  const runs = items.map((item): VmRun => {
    const reason = recreated.get(item);
    const rest = { label: labelOf(item), retainedUntil: undefined, recreated: reason };
    return { item, ...rest, progress: withRecreatedNote(reason, start(item)) };
  });
  await leaveToSchedule(runs, options, context);
  for (const { item, progress } of runs) {
    if (progress.kind === "waiting") expiryOf(retentionOf(options, item.id), clock.now());
  }
  return { runs, jobs, attempts, startedAt };
}

/** Returns the items whose VMs are known to be gone. */
function goneAmong(items: readonly ProtectedItem[], { gone = [], vaultId }: BackupOptions): ReadonlySet<ProtectedItem> {
  const index = new VmIndex(items);
  return new Set(gone.flatMap((id) => findItem(id, index, vaultId) ?? []));
}

/** Adds to a skipped VM's reason that the vault's backups are of an earlier VM of the same name. */
function withRecreatedNote(recreated: string | undefined, progress: Progress): Progress {
  if (recreated === undefined || progress.kind !== "skipped") return progress;
  return { ...progress, reason: `${progress.reason}; but ${recreated}`, warn: true };
}

function isBackedUp(progress: Progress): boolean {
  return progress.kind === "skipped" && progress.cause === "alreadyBackedUp";
}

/**
 * Returns the progress of a VM before the run changes anything. A VM that nobody named and that cannot be backed up is skipped and does not
 * fail.
 */
function startOf(item: ProtectedItem, jobs: JobIndex, options: BackupOptions): Progress {
  const action = actionFor(classify(item, jobs), options.force);
  switch (action.kind) {
    case "trigger":
      return { kind: "waiting" };
    case "attach":
      return { kind: "running", job: action.job, snapshotTaken: false };
    case "skip":
      return { kind: "skipped", cause: "alreadyBackedUp", reason: action.reason, warn: action.warn };
    case "refuse":
      return options.vms === undefined || options.found === true
        ? { kind: "skipped", cause: "cannotBeBackedUp", reason: action.reason, warn: true }
        : failed(action.reason);
  }
}

/**
 * Returns the progress of each VM. The state of an item lags behind its jobs: after a backup that has just completed, the run waits for the
 * state; after an earlier one, the VM counts as backed up.
 */
async function startsOf(
  items: readonly ProtectedItem[],
  startNow: (item: ProtectedItem) => Progress,
  jobs: JobIndex,
  options: BackupOptions,
  { vault, clock, startedAt }: Pick<BackupContext, "vault" | "clock"> & { readonly startedAt: Date },
): Promise<(item: ProtectedItem) => Progress> {
  const unseen = new Map<ProtectedItem, BackupJob>();
  for (const item of options.force ? [] : items) {
    const backup = startNow(item).kind === "waiting" ? unseenBackup(item, jobs) : undefined;
    if (backup) unseen.set(item, backup);
  }
  const settled = await stillValid(
    [...unseen.values()].filter((job) => !hasJustCompleted(job, startedAt)),
    vault,
    startedAt,
  );
  return (item) => {
    const backup = unseen.get(item);
    if (!backup) return startNow(item);
    if (settled.has(backup)) return backedUpBy(backup, item);
    if (!hasJustCompleted(backup, startedAt)) return { kind: "waiting" };
    return waitUntil("a backup has just completed; waiting for Azure to show it", clock.elapsed() + SETTLE_MS);
  };
}

async function leaveToSchedule(runs: readonly VmRun[], options: BackupOptions, { vault, clock }: BackupContext): Promise<void> {
  const minutes = options.skipIfScheduledWithinMinutes;
  const waiting = runs.filter(({ progress }) => progress.kind === "waiting");
  if (minutes === undefined) return;
  const policyIds = waiting.map(({ item }) => item.policyId);
  const next = await nextScheduledBackups(policyIds, vault, clock.now());
  for (const run of waiting) {
    const scheduled = next.get(run.item.policyId ?? "");
    if (!scheduled || scheduled.at.getTime() - clock.now().getTime() > minutes * MINUTE_MS) continue;
    const reason = `left to its scheduled backup at ${formatInstant(scheduled.at)} (policy '${scheduled.policyName}'), which is due within ${minutes} min`;
    run.progress = { kind: "skipped", cause: "leftToSchedule", reason, warn: false };
  }
}
