import type { BackupJob } from "../vault/backup-job";
import type { ProtectedItem } from "../vault/protected-item";
import { nextScheduledBackups } from "../schedule/next-scheduled-backups";
import { waitingSince } from "./after-failure";
import { Attempts } from "./attempts";
import { actionFor, classify } from "./classify";
import { JobBoard } from "./job-board";
import { outlast } from "./outlast";
import { failed, type Progress, type VmRun } from "./progress";
import { completedOfLate } from "./recheck";
import { expiryOf } from "./retention";
import { discountScheduled } from "./scheduled-attempts";
import type { BackupOrder, Surroundings } from "./surroundings";
import { selectItems } from "./targets";

/** First backups are documented to run longer than a day; the service keeps a filter's span to about a month. */
const RUNNING_SINCE_MS = 29 * 24 * 3_600_000;
const DAY_MS = 24 * 3_600_000;
const SETTLE_MS = 60_000;

/** Where every VM stands before anything is done. */
export interface Prepared {
  readonly runs: readonly VmRun[];
  readonly board: JobBoard;
  readonly attempts: Attempts;
  /** When this was, as Azure has it. */
  readonly startedAt: Date;
}

/**
 * Looks at every VM, and changes nothing. Whatever is wrong with the order itself is thrown, a retention date that is past only
 * where a backup would be started.
 */
export async function prepare(order: BackupOrder, surroundings: Surroundings, deadline: number): Promise<Prepared> {
  const { vault, clock } = surroundings;
  const patiently = <T>(read: () => Promise<T>): Promise<T> => outlast(read, surroundings, deadline);
  const items = await patiently(() => selectItems(order, surroundings));
  const startedAt = clock.now();
  const to = new Date(startedAt.getTime() + DAY_MS);
  const since = (ms: number): Date => new Date(startedAt.getTime() - ms);
  let jobs = await patiently(() => vault.listBackupJobs({ from: since(RUNNING_SINCE_MS), to, status: "InProgress" }));
  const attempts = new Attempts();
  const wanted = items.filter((item) => startOf(item, jobs, order).kind === "waiting");
  if (wanted.length > 0) {
    const ofToday = await patiently(() => vault.listBackupJobs({ from: since(DAY_MS), to }));
    attempts.learn([...jobs, ...ofToday]);
    const vmKeys = wanted.map(({ vmKey }) => vmKey);
    await discountScheduled(vmKeys, attempts, { vault, now: startedAt, concurrency: order.concurrency });
    jobs = [...ofToday, ...jobs];
  }
  const board = new JobBoard(jobs);
  const runs = items.map((item): VmRun => {
    const progress = startOf(item, jobs, order);
    return {
      item,
      retainedUntil: undefined,
      progress: progress.kind === "waiting" ? settling(item, board, surroundings) : progress,
    };
  });
  await leaveToSchedule(runs, order, surroundings, patiently);
  if (runs.some(({ progress }) => progress.kind === "waiting")) expiryOf(order.retention, clock.now());
  return { runs, board, attempts, startedAt };
}

/** Where a VM stands before anything is done. A VM that nobody named is no failure where it cannot be backed up. */
function startOf(item: ProtectedItem, jobs: readonly BackupJob[], order: BackupOrder): Progress {
  const action = actionFor(classify(item, jobs), order.force);
  switch (action.kind) {
    case "trigger":
      return { kind: "waiting" };
    case "attach":
      return { kind: "running", job: action.job, snapshotTaken: false };
    case "skip":
      return { kind: "skipped", reason: action.reason, warn: action.warn };
    case "refuse":
      return order.vms === undefined ? { kind: "skipped", reason: action.reason, warn: true } : failed(action.reason);
  }
}

/** The state of an item lags behind its jobs: where a backup has just completed, the state is waited for before another is made. */
function settling({ vmKey, protectionState }: ProtectedItem, board: JobBoard, { clock }: Surroundings): Progress {
  const settles = protectionState !== "Protected" && completedOfLate(board.ofVm(vmKey), clock.now());
  if (!settles) return { kind: "waiting" };
  return waitingSince("a backup has just completed; waiting for Azure to show it", clock.elapsed() + SETTLE_MS);
}

async function leaveToSchedule(
  runs: readonly VmRun[],
  order: BackupOrder,
  { vault, clock }: Surroundings,
  patiently: <T>(read: () => Promise<T>) => Promise<T>,
): Promise<void> {
  const minutes = order.skipIfScheduledWithinMinutes;
  const waiting = runs.filter(({ progress }) => progress.kind === "waiting");
  if (minutes === undefined || waiting.length === 0) return;
  const policyIds = waiting.map(({ item }) => item.policyId);
  const next = await patiently(() => nextScheduledBackups(policyIds, vault, clock.now()));
  for (const run of waiting) {
    const scheduled = next.get(run.item.policyId ?? "");
    if (!scheduled || scheduled.at.getTime() - clock.now().getTime() > minutes * 60_000) continue;
    const at = `${scheduled.at.toISOString().slice(0, 16).replace("T", " ")} UTC`;
    const reason = `left to its scheduled backup at ${at} (policy '${scheduled.policyName}'), which is due within ${minutes} min`;
    run.progress = { kind: "skipped", reason, warn: false };
  }
}
