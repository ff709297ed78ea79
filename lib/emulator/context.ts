import type { Account } from "./identity/account";
import type { Principal } from "./identity/principal";
import type { Clock } from "./clock";
import type { Journal } from "./journal";
import type { SoftDeleteState } from "./soft-delete-state";
import type { State } from "./state";

/** The objects that every part of the emulator shares. */
export interface Context {
  readonly clock: Clock;
  readonly state: State;
  readonly account: Account;
  /** The service principals that may sign in beside the account's own. */
  readonly principals: readonly Principal[];
  readonly journal: Journal;
  /** The URL of the emulator, such as `https://localhost:8443`. */
  readonly origin: string;
  /** The `Retry-After` in the answer that starts a backup, in emulated seconds. Azure often sends none. */
  readonly triggerRetryAfter?: number;
  /** The soft-delete state of a new vault. */
  readonly softDelete: SoftDeleteState;
  /** Whether policies start backups. */
  readonly scheduledBackups: boolean;
}
