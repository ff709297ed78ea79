import type { BackupOrder } from "../backup-now/surroundings";
import type { RunOptions } from "./backup-now/run";
import type { CancelOrder } from "./cancel/run";
import type { JobsOrder } from "./jobs/run";
import type { PreflightOrder } from "./preflight/run";
import type { RecoveryPointsOrder } from "./recovery-points/run";
import type { StatusOrder } from "./status/run";
import type { OutputFormat } from "./common-options";
import type { VaultReference } from "./vault-options";

/** An order whose vault is named as the command line names it. */
export type Ordered<Order> = Omit<Order, "vaultId"> & { readonly vault: VaultReference };

/** What each command does. */
export interface Commands {
  backupNow(order: Ordered<BackupOrder>, options: RunOptions): Promise<void>;
  plan(order: Ordered<BackupOrder>, output: OutputFormat): Promise<void>;
  jobs(order: Ordered<JobsOrder>): Promise<void>;
  status(order: Ordered<StatusOrder>): Promise<void>;
  preflight(order: Ordered<PreflightOrder>): Promise<void>;
  cancel(order: Ordered<CancelOrder>): Promise<void>;
  recoveryPoints(order: Ordered<RecoveryPointsOrder>): Promise<void>;
}
