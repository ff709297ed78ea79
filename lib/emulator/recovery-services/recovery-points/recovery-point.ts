/** What a backup leaves behind once its snapshot is taken. */
export interface RecoveryPoint {
  readonly name: string;
  /** The moment that it holds. */
  readonly time: number;
  /** Whether there is a snapshot of it beside the VM. */
  readonly instant: boolean;
  /** Whether it is in the vault. */
  readonly vaulted: boolean;
  /** Infinity if it is kept until somebody deletes it. */
  readonly expiry: number;
  /** Whether a schedule made it. */
  readonly scheduled: boolean;
  /** The type of the policy that it was made under. */
  readonly policyType: string | undefined;
}
