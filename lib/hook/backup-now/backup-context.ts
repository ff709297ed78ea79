import type { Clock } from "../clock";
import type { RunLimits } from "../run-ended";
import type { BackupVault } from "../vault/vault-client";
import type { VmCreations } from "../vault/vm-creations";
import type { Milestone, VmRun } from "./progress";
import type { ItemsRetention, Retention } from "./retention";

/** The options of a run. */
export interface BackupOptions {
  readonly vaultId: string;
  /** Names or ids of the VMs; every VM of the vault if undefined. */
  readonly vms: readonly string[] | undefined;
  /**
   * Whether a query found the VMs and nobody named them: one that is gone since is left out, and one that cannot be backed up is skipped.
   * @default false
   */
  readonly found?: boolean;
  /** The ids of the items whose VMs do not exist. They are skipped with a warning. @default - none is known to be gone */
  readonly gone?: readonly string[] | undefined;
  readonly retention: Retention;
  /** The items that are kept for another time, by their ids. @default - none */
  readonly retentions?: readonly ItemsRetention[] | undefined;
  readonly waitFor: Milestone;
  /** The time limit of the run, in minutes. */
  readonly timeoutMinutes: number;
  /** The maximum number of concurrent requests. */
  readonly concurrency: number;
  /** Whether to back up VMs that already have a backup. @default false */
  readonly force?: boolean | undefined;
  /** Skips a VM whose next scheduled backup is at most this many minutes away. @default - never */
  readonly skipIfScheduledWithinMinutes?: number | undefined;
}

/** What a run needs from outside: vault, clock, output. */
export interface BackupContext extends RunLimits {
  readonly vault: BackupVault;
  readonly clock: Clock;
  /** Prints one line at once. */
  readonly print: (line: string) => void;
  readonly newRequestId: () => string;
  /** Reads when VMs were created, as far as the identity may. @default - creation times are unknown */
  readonly creations?: VmCreations;
  /** Called with the VMs before the first backup is started, when ending the run still loses nothing. */
  readonly beforeFirstTrigger?: (runs: readonly VmRun[]) => void;
  /** Called for each change of a VM, in addition to the printed line. `before` is undefined the first time. */
  readonly onChange?: (run: VmRun, before: VmRun["progress"] | undefined) => void;
}
