import { fold } from "../../azure/resource-id";
import { ArmError } from "../vault/arm-error";
import { type BackupJob, hasEnded } from "../vault/backup-job";
import { forEachConcurrently } from "./concurrency";
import { failed, isSettled, type Milestone, observe, type Progress, type VmRun } from "./progress";
import type { BackupOrder, Surroundings } from "./surroundings";

/** How following ended. */
export type Ended = "settled" | "timedOut" | "interrupted";

/** The first look comes soon, since a job exists about a second after its trigger. */
const FIRST_INTERVAL_MS = 5_000;
const SHORTEST_INTERVAL_MS = 30_000;
const LONGEST_INTERVAL_MS = 300_000;
const INTERVAL_GROWTH = 1.5;
/** Rounds that may pass before an operation without a job is looked into. */
const ROUNDS_WITHOUT_JOB = 2;
/** The list is filtered by the start of a job; the margin covers clocks that differ. */
const SPAN_MARGIN_MS = 24 * 3_600_000;

/** The wait before each round, in milliseconds: 5 s, then from 30 s up to 5 minutes. */
export function intervalBefore(round: number): number {
  if (round === 0) return FIRST_INTERVAL_MS;
  return Math.min(SHORTEST_INTERVAL_MS * INTERVAL_GROWTH ** (round - 1), LONGEST_INTERVAL_MS);
}

/**
 * Follows the backups to the milestone, by one list of jobs per round however many they are, until the clock has run to the
 * deadline.
 */
export async function follow(
  runs: readonly VmRun[],
  order: BackupOrder,
  deadline: number,
  surroundings: Surroundings,
  changed: (run: VmRun, before: Progress) => void,
): Promise<Ended> {
  const { clock, signal, print } = surroundings;
  const open = (): VmRun[] => runs.filter((run) => !isSettled(run.progress, order.waitFor));
  for (let round = 0; open().length > 0; round++) {
    if (isAborted(signal)) return "interrupted";
    const left = deadline - clock.elapsed();
    if (left <= 0) return "timedOut";
    await clock.sleep(Math.min(intervalBefore(round), left), signal);
    if (isAborted(signal)) return "interrupted";
    try {
      await lookAt(open(), order, surroundings, changed);
    } catch (error) {
      if (isAborted(signal)) return "interrupted";
      if (!(error instanceof ArmError) || !error.transient) throw error;
      print(`${error.message}; the backups go on, and so does watching them`);
    }
  }
  return "settled";
}

async function lookAt(
  open: readonly VmRun[],
  order: BackupOrder,
  { vault, clock }: Surroundings,
  changed: (run: VmRun, before: Progress) => void,
): Promise<void> {
  const now = clock.now().getTime();
  const earliest = Math.min(now, ...open.map((run) => startOf(run.progress) ?? now));
  const jobs = await vault.listBackupJobs({
    from: new Date(earliest - SPAN_MARGIN_MS),
    to: new Date(now + SPAN_MARGIN_MS),
  });
  const byId = new Map(jobs.map((job) => [job.id, job]));
  const byActivity = new Map(jobs.map((job) => [fold(job.activityId ?? ""), job]));

  await forEachConcurrently(open, order.concurrency, async (run) => {
    const before = run.progress;
    if (before.kind === "requested") {
      const listed = byActivity.get(fold(before.requestId));
      run.progress = listed ? observe(before, listed, order.waitFor) : await withoutJob(before, order.waitFor, vault);
    } else if (before.kind === "running") {
      const listed = byId.get(before.job.id) ?? (await vault.getBackupJob(before.job.id));
      if (listed) run.progress = observe(before, listed, order.waitFor);
    }
    const job = "job" in run.progress ? run.progress.job : undefined;
    if (job && needsDetails(before, job, order.waitFor)) {
      const details = await vault.getBackupJob(job.id);
      if (details) run.progress = observe(before, details, order.waitFor);
      run.retainedUntil ??= details?.retainedUntil;
    }
    changed(run, before);
  });
}

/** A request without a job in the list: after some rounds its operation tells why, or where the job is. */
async function withoutJob(
  before: Extract<Progress, { kind: "requested" }>,
  waitFor: Milestone,
  vault: Surroundings["vault"],
): Promise<Progress> {
  const rounds = before.rounds + 1;
  if (rounds < ROUNDS_WITHOUT_JOB) return { ...before, rounds };
  if (before.operationId === undefined) {
    return failed("Azure's answer to the request was lost and no job was made of it; run again to start the backup");
  }
  const operation = await vault.getBackupOperation(before.operationId);
  if (operation.jobId !== undefined) {
    const job = await vault.getBackupJob(operation.jobId);
    if (job) return observe(before, job, waitFor);
  }
  if (operation.status === "Failed" || operation.status === "Canceled") {
    return failed(operation.error ?? `the operation ended as ${operation.status} and Azure gives no reason`);
  }
  return { ...before, rounds };
}

/** A list shows no tasks: they are read at the end of a job, and before only where the snapshot is or may be what has changed. */
function needsDetails(before: Progress, job: BackupJob, waitFor: Milestone): boolean {
  if (job.tasks !== undefined) return false;
  if (hasEnded(job)) return true;
  if (waitFor === "accepted" || (before.kind === "running" && before.snapshotTaken)) return false;
  return waitFor === "snapshot" || (before.kind === "running" && before.job.cancellable && !job.cancellable);
}

function startOf(progress: Progress): number | undefined {
  return progress.kind === "running" ? progress.job.startTime?.getTime() : undefined;
}

/** A call, so that the compiler does not take an earlier answer for the present one. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
