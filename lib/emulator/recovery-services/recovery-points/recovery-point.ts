import type { BackedUpVm } from "../restores/restore-details";

/** What a backup leaves behind once its snapshot is taken. */
export interface RecoveryPoint {
  readonly name: string;
  /** The moment that it holds. */
  readonly time: number;
  /** Whether there is a snapshot of it beside the VM. */
  readonly instant: boolean;
  /** Whether it is in the vault, or in it again. */
  readonly vaulted: boolean;
  /** Whether it is in the archive tier. */
  readonly archived: boolean;
  /** What the VM was like. */
  readonly source: BackedUpVm | undefined;
  /** Infinity if it is kept until somebody deletes it. */
  readonly expiry: number;
  /** Whether a schedule made it. */
  readonly scheduled: boolean;
  /** The type of the policy that it was made under. */
  readonly policyType: string | undefined;
}
