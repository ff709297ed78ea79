import type { Clock } from "../clock";
import type { RunLimits } from "../run-ended";
import type { BackupVault } from "../vault/vault-client";
import type { VmCreations } from "../vault/vm-creations";
import type { Milestone, VmRun } from "./progress";
import type { Retention } from "./retention";

/** What is asked for. */
export interface BackupOptions {
  readonly vaultId: string;
  /** Names or ids of the VMs; every VM of the vault if undefined. */
  readonly vms: readonly string[] | undefined;
  readonly retention: Retention;
  readonly waitFor: Milestone;
  /** How long the run may take. */
  readonly timeoutMinutes: number;
  /** How many requests are under way at once. */
  readonly concurrency: number;
  /** Backs up again what is backed up already. @default false */
  readonly force?: boolean | undefined;
  /** Leaves a VM to its schedule if the next scheduled backup is that near. @default - never */
  readonly skipIfScheduledWithinMinutes?: number | undefined;
}

/** Everything a run reaches for outside itself. */
export interface BackupContext extends RunLimits {
  readonly vault: BackupVault;
  readonly clock: Clock;
  /** Prints one line, as soon as it is known. */
  readonly print: (line: string) => void;
  readonly newRequestId: () => string;
  /** When VMs were created, as far as that can be read. @default - nothing of it is known */
  readonly creations?: VmCreations;
  /** Told the VMs before the first backup is started, as long as nothing can be lost by a kill. */
  readonly beforeFirstTrigger?: (runs: readonly VmRun[]) => void;
  /** Told each change of a VM, beside what is printed of it; `before` is undefined the first time. */
  readonly onChange?: (run: VmRun, before: VmRun["progress"] | undefined) => void;
}
