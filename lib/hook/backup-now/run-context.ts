import { endCauseOf } from "../run-ended";
import type { Attempts } from "./attempts";
import type { Progress, VmRun } from "./progress";
import type { BackupOptions, BackupContext } from "./backup-context";

/** The context of one run. */
export interface RunContext extends BackupContext {
  readonly options: BackupOptions;
  readonly runs: readonly VmRun[];
  /** When the run started, in Azure's time. */
  readonly startedAt: Date;
  readonly attempts: Attempts;
  /** Called for every VM that was checked, with its earlier progress. */
  readonly changed: (run: VmRun, before: Progress | undefined) => void;
}

/** Whether the run has ended, so that nothing more is started. */
export function isOver(context: RunContext): boolean {
  return endCauseOf(context) !== undefined;
}
