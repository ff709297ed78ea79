import { ArmError } from "../arm/arm-error";
import type { ArmConnection } from "../arm/arm-connection";
import { HookError } from "../hook-error";
import type { RestoreRegion } from "../restore/restore-region";
import { exitCodeOfEnd } from "../run-ended";
import { type BackupJob, hasEnded } from "../vault/backup-job";
import { type Ended, followRounds, type RoundsContext } from "../vault/rounds";
import { VaultClient } from "../vault/vault-client";

/** Asks Azure to cancel restores. A refusal only means that they are waited for. */
export async function cancelJobs(
  arm: ArmConnection,
  vaultId: string,
  jobs: readonly BackupJob[],
  note: (line: string) => void,
): Promise<void> {
  const vault = new VaultClient(arm, vaultId);
  for (const job of jobs.filter((one) => !hasEnded(one))) {
    try {
      await vault.cancelJob(job.id);
    } catch (error) {
      if (!(error instanceof ArmError) || error.status === 401) throw error;
      note(`${error.message}; its end is waited for`);
    }
  }
}

/**
 * Waits for the end of jobs, by one list a round.
 * @returns how the wait ended, and the jobs as they were last listed
 */
export async function awaitJobs(
  region: Pick<RestoreRegion, "listJobs">,
  jobs: readonly BackupJob[],
  from: Date,
  context: RoundsContext,
): Promise<{ readonly ended: Ended; readonly jobs: readonly BackupJob[] }> {
  let latest = jobs;
  const ended = await followRounds(context, {
    isSettled: () => latest.every(hasEnded),
    poll: async () => {
      const listed = await region.listJobs(from, context.clock.now());
      latest = latest.map((job) => listed.find(({ id }) => id === job.id) ?? job);
      return false;
    },
    onFailure: "the end of the restores is still waited for",
  });
  return { ended, jobs: latest };
}

/** Rounds after which a job that is not listed does not exist: about two and a half minutes. */
const ROUNDS = 4;

/**
 * Lists jobs until the expected ones are listed, or do not exist.
 * @throws HookError if the run ends before
 */
export async function listUntil(
  region: Pick<RestoreRegion, "listJobs">,
  isComplete: (jobs: readonly BackupJob[]) => boolean,
  from: Date,
  context: RoundsContext,
): Promise<readonly BackupJob[]> {
  let jobs = await region.listJobs(from, context.clock.now());
  let rounds = 0;
  const ended = await followRounds(context, {
    isSettled: () => isComplete(jobs) || rounds >= ROUNDS,
    poll: async () => {
      jobs = await region.listJobs(from, context.clock.now());
      rounds++;
      return false;
    },
    onFailure: "the jobs are listed again",
  });
  if (ended === "settled") return jobs;
  throw new HookError(exitCodeOfEnd(ended), "the job of a restore whose answer was lost was not listed before the run ended");
}
