const VAULT = "Microsoft.RecoveryServices/Vaults";
const ITEMS = `${VAULT}/backupFabrics/protectionContainers/protectedItems`;

/**
 * The actions of Azure role-based access control (RBAC) that requests to a vault need.
 * @see https://learn.microsoft.com/azure/role-based-access-control/permissions/management-and-governance#microsoftrecoveryservices
 */
export const BackupAction = {
  readVault: `${VAULT}/read`,
  listItems: `${VAULT}/backupProtectedItems/read`,
  readItem: `${ITEMS}/read`,
  backUp: `${ITEMS}/backup/action`,
  readRecoveryPoints: `${ITEMS}/recoveryPoints/read`,
  readJobs: `${VAULT}/backupJobs/read`,
  cancelJob: `${VAULT}/backupJobs/cancel/action`,
  readJobOperation: `${VAULT}/backupJobs/operationResults/read`,
  readOperation: `${VAULT}/backupOperations/read`,
  readPolicy: `${VAULT}/backupPolicies/read`,
  restore: `${ITEMS}/recoveryPoints/restore/action`,
  validateRestore: `${VAULT}/backupTriggerValidateOperation/action`,
  readValidation: `${VAULT}/backupValidateOperationResults/read`,
  readAccessToken: `${ITEMS}/recoveryPoints/accessToken/action`,
  restoreElsewhere: "Microsoft.RecoveryServices/locations/backupCrossRegionRestore/action",
  readElsewhere: "Microsoft.RecoveryServices/locations/backupCrrJob/action",
} as const;

/** The actions that `backup-now` needs on a vault, and no others. */
export const INITIAL_BACKUP_ACTIONS: string[] = [
  BackupAction.backUp,
  BackupAction.readItem,
  BackupAction.readJobs,
  BackupAction.readOperation,
  BackupAction.readPolicy,
  BackupAction.listItems,
];
