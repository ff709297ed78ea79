import { HOUR_MS } from "../../azure/durations";
import type { ArmConnection } from "../arm/arm-connection";
import { ArmError } from "../arm/arm-error";
import type { Clock } from "../clock";
import { failureOf } from "../failure";
import { HookError } from "../hook-error";
import { PrimaryRegion } from "../restore/restore-region";
import { type RunLimits } from "../run-ended";
import { type BackupJob, hasEnded } from "../vault/backup-job";
import type { Cleaner } from "./cleaner";
import { isRequestOf } from "./drill-id";
import type { DrillResource } from "./drill-record";
import { awaitJobs, cancelJobs, listUntil } from "./follow-jobs";
import type { JournalEntry, Journals } from "./journal";
import { ownResources } from "./own-resources";

export interface LeftoversContext extends RunLimits {
  readonly arm: ArmConnection;
  readonly clock: Clock;
  readonly cleaner: Cleaner;
  readonly journals: Journals;
  readonly print: (line: string) => void;
}

/** A restore that was requested, and its job if that is known. */
export interface ExpectedJob {
  readonly vmKey: string;
  readonly jobId: string | undefined;
}

/** What became of what a drill had made. */
export interface Cleaned {
  /** By the key of the VM whose restore made it. */
  readonly resources: ReadonlyMap<string, readonly DrillResource[]>;
  /** Why it is not known what the drill has made. */
  readonly problem: string | undefined;
  /** Whether nothing of the drill is left, so that its record is gone, too. */
  readonly isDone: boolean;
}

/**
 * Deletes whatever a drill has made, by its record and by the jobs that it started. Restores that still run are cancelled.
 * @param expected the restores that were requested moments ago, whose jobs may not be listed yet
 */
export async function cleanUpAfter(
  entry: JournalEntry,
  context: LeftoversContext,
  expected: readonly ExpectedJob[] = [],
): Promise<Cleaned> {
  const resources = new Map<string, DrillResource[]>();
  try {
    await clean(entry, resources, context, expected);
    const isDone = [...resources.values()].flat().every(({ state }) => state === "deleted");
    if (isDone) await context.journals.remove(entry);
    return { resources, isDone, problem: undefined };
  } catch (error) {
    if (!(error instanceof ArmError) && !(error instanceof HookError)) throw error;
    return { resources, isDone: false, problem: failureOf(error).message };
  }
}

async function clean(
  { drillId, vaultId, restores, startedAt }: JournalEntry,
  resources: Map<string, DrillResource[]>,
  { arm, clock, cleaner, print, signal, deadline }: LeftoversContext,
  expected: readonly ExpectedJob[],
): Promise<void> {
  const region = new PrimaryRegion(arm, vaultId, "", { sleep: (ms) => clock.sleep(ms, signal) });
  const from = new Date(startedAt.getTime() - HOUR_MS);
  const isOwn = ({ activityId, vmKey }: BackupJob): boolean => isRequestOf(activityId, drillId, vmKey);
  const isListed = (jobs: readonly BackupJob[]): boolean =>
    expected.every(({ vmKey, jobId }) => jobId !== undefined || jobs.some((job) => job.vmKey === vmKey && isOwn(job)));
  const listed = await listUntil(region, isListed, from, { clock, signal, deadline, print });
  const own: BackupJob[] = listed.filter(isOwn);
  for (const { jobId } of expected) {
    if (jobId === undefined || own.some(({ id }) => id === jobId)) continue;
    const job = await region.job(jobId);
    if (job) own.push(job);
  }
  if (own.length === 0) return;
  await cancelJobs(arm, vaultId, own, print);
  const { jobs, ended } = await awaitJobs(region, own, from, { clock, signal, deadline, print });
  const contents = await cleaner.contents(restores);
  for (const job of jobs) {
    const found = resources.get(job.vmKey) ?? [];
    resources.set(job.vmKey, found);
    if (!hasEnded(job)) {
      const reason = `the restore still ran when the run ended (${ended === "timedOut" ? "time-out" : "interrupted"})`;
      found.push({ what: "restore", id: `${vaultId}/backupJobs/${job.id}`, state: "left", reason });
      continue;
    }
    const details = await region.job(job.id);
    if (!details) continue;
    const others = listed.filter(({ id }) => id !== job.id);
    found.push(...(await cleaner.delete(ownResources({ drillId, job: details, others, restores }, contents))));
  }
}

/** What an earlier drill had left, and its record if it is not known what. */
export function cleanedResources({ resources, problem }: Cleaned, id: string): DrillResource[] {
  const record: DrillResource[] =
    problem === undefined ? [] : [{ what: "record of a drill", id, state: "left", reason: problem }];
  return [...[...resources.values()].flat(), ...record];
}
