import type { BackedUpVm } from "../restores/restore-details";

/** The recovery point of a backup, which exists once its snapshot is taken. */
export interface RecoveryPoint {
  readonly name: string;
  /** The moment of the data in it. */
  readonly time: number;
  /** Whether its snapshot still exists. */
  readonly instant: boolean;
  /** Whether it is in the vault tier, also after rehydration. */
  readonly vaulted: boolean;
  /** Whether it is in the archive tier. */
  readonly archived: boolean;
  /** The configuration of the VM; undefined if the VM did not exist. */
  readonly source: BackedUpVm | undefined;
  /** Infinity if it does not expire. */
  readonly expiry: number;
  /** Whether a schedule made it. */
  readonly scheduled: boolean;
  /** The type of the policy at the time of the backup. */
  readonly policyType: string | undefined;
}
