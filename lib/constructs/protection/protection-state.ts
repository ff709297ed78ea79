/** Whether the scheduled backups of a protected VM are made. */
export enum ProtectionState {
  /** The VM is backed up by its policy. It is also what resumes a VM that was stopped or suspended. */
  PROTECTED = "Protected",
  /** No more backups are made; what there is, is kept until somebody deletes it. */
  STOPPED = "ProtectionStopped",
  /** No more backups are made; what there is expires by the policy. Only in a vault whose immutability is Unlocked or Locked. */
  SUSPENDED = "BackupsSuspended",
}
