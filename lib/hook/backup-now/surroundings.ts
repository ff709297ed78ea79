import type { Clock } from "../clock";
import type { VaultClient } from "../vault/vault-client";
import type { Milestone } from "./progress";
import type { Retention } from "./retention";

/** What is asked for. */
export interface BackupOrder {
  readonly vaultId: string;
  /** Names or ids of the VMs; every VM of the vault where undefined. */
  readonly vms: readonly string[] | undefined;
  readonly retention: Retention;
  readonly waitFor: Milestone;
  readonly timeoutMinutes: number;
  /** How many requests are under way at once. */
  readonly concurrency: number;
}

/** Everything a run reaches for outside itself. */
export interface Surroundings {
  readonly vault: VaultClient;
  readonly clock: Clock;
  /** Prints one line, as soon as it is known. */
  readonly print: (line: string) => void;
  /** Aborted by Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
  readonly newRequestId: () => string;
}
