import type { Account } from "./identity/account";
import type { Principal } from "./identity/principal";
import type { Clock } from "./clock";
import type { Journal } from "./journal";
import type { SoftDeleteState } from "./soft-delete-state";
import type { State } from "./state";

/** What every part of the emulator works with. */
export interface Context {
  readonly clock: Clock;
  readonly state: State;
  readonly account: Account;
  /** Who else may sign in. */
  readonly principals: readonly Principal[];
  readonly journal: Journal;
  /** What the emulator is addressed by, such as `https://localhost:8443`. */
  readonly origin: string;
  /** The `Retry-After` that a backup's trigger answers with, in emulated seconds; Azure often sends none. */
  readonly triggerRetryAfter?: number;
  /** The soft delete that a new vault has. */
  readonly softDelete: SoftDeleteState;
  /** Whether policies start backups as the clock moves. */
  readonly scheduledBackups: boolean;
}
