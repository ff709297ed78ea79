/** Whether the scheduled backups of a protected VM run. */
export enum ProtectionState {
  /** The policy backs up the VM. This state also resumes a VM that was stopped or suspended. */
  PROTECTED = "Protected",
  /** Backups stop. Existing recovery points are kept until they are deleted by hand. */
  STOPPED = "ProtectionStopped",
  /** Backups stop. Existing recovery points expire by the policy. The vault's immutability must be Unlocked or Locked. */
  SUSPENDED = "BackupsSuspended",
}
