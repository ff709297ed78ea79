const VAULT = "Microsoft.RecoveryServices/Vaults";
const ITEMS = `${VAULT}/backupFabrics/protectionContainers/protectedItems`;

/**
 * The actions of Azure's role-based access control that requests to a vault need.
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
} as const;

/** The actions of an initial backup: what `backup-now` asks of a vault, and nothing more. */
export const INITIAL_BACKUP_ACTIONS: string[] = [
  BackupAction.backUp,
  BackupAction.readItem,
  BackupAction.readJobs,
  BackupAction.readOperation,
  BackupAction.readPolicy,
  BackupAction.listItems,
];
