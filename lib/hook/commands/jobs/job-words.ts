/** Statuses of jobs, as Azure spells them. */
export const JOB_STATUSES = ["InProgress", "Cancelling", "Completed", "CompletedWithWarnings", "Failed", "Cancelled"] as const;

/** Operations that are jobs, as Azure spells them. */
export const JOB_OPERATIONS = [
  "Backup",
  "Restore",
  "ConfigureBackup",
  "DisableBackup",
  "DeleteBackupData",
  "Register",
  "UnRegister",
  "CrossRegionRestore",
  "Undelete",
  "UpdateCustomerManagedKey",
] as const;
