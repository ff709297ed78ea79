import { endCauseOf } from "../run-ended";
import type { Attempts } from "./attempts";
import type { Progress, VmRun } from "./progress";
import type { BackupOptions, BackupContext } from "./backup-context";

/** One run, from the first look to the last. */
export interface RunContext extends BackupContext {
  readonly options: BackupOptions;
  readonly runs: readonly VmRun[];
  /** When the run began, as Azure has it. */
  readonly startedAt: Date;
  readonly attempts: Attempts;
  /** Told of every VM that was looked at, and where it stood before. */
  readonly changed: (run: VmRun, before: Progress | undefined) => void;
}

/** Whether nothing more is to be started. */
export function isOver(context: RunContext): boolean {
  return endCauseOf(context) !== undefined;
}
