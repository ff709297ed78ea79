import { line } from "../report/line";
import { endCauseOf } from "../run-ended";
import type { Ended } from "../vault/rounds";
import { follow } from "./follow";
import { prepare, type Prepared } from "./prepare";
import type { Progress, VmRun } from "./progress";
import type { RunContext } from "./run-context";
import type { BackupOptions, BackupContext } from "./backup-context";
import { triggerDue } from "./trigger";

/** The result of a run, by VM. */
export interface BackupResult {
  readonly runs: readonly VmRun[];
  readonly ended: Ended;
  /** The error that ended the run after some backups had been triggered. */
  readonly error?: unknown;
}

/**
 * Starts the initial backup of each VM once: triggers pending backups, follows running ones, skips the other VMs, and follows the jobs to
 * the milestone. Wrong options throw before anything is triggered.
 */
export async function backUp(options: BackupOptions, context: BackupContext): Promise<BackupResult> {
  const { print, onChange, beforeFirstTrigger } = context;
  const { runs, jobs, ...prepared } = await prepare(options, context);
  const changed = (run: VmRun, before: Progress | undefined): void => {
    const text = line(run, before);
    if (text !== undefined) print(text);
    onChange?.(run, before);
  };
  const runContext: RunContext = { ...context, vault: context.vault.briefly(), ...prepared, options, runs, changed };
  for (const run of runs) changed(run, undefined);
  try {
    if (runs.some(({ progress }) => progress.kind === "waiting")) beforeFirstTrigger?.(runs);
    await triggerDue(runContext, jobs);
    return { runs, ended: await follow(runContext) };
  } catch (error) {
    const ended = endCauseOf(context);
    if (ended !== undefined) return { runs, ended };
    return { runs, ended: "settled", error };
  }
}

/** Returns the state of every VM and what a run would do, without doing it. */
export async function plan(options: BackupOptions, context: BackupContext): Promise<Prepared> {
  return prepare(options, context);
}
