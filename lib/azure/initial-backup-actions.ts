const VAULT = "Microsoft.RecoveryServices/Vaults";
const ITEMS = `${VAULT}/backupFabrics/protectionContainers/protectedItems`;

/**
 * The actions of Azure's role-based access control that an initial backup takes: what the hook asks of a vault, and nothing more.
 * @see https://learn.microsoft.com/azure/role-based-access-control/permissions/management-and-governance#microsoftrecoveryservices
 */
export const INITIAL_BACKUP_ACTIONS = [
  `${ITEMS}/backup/action`,
  `${ITEMS}/read`,
  `${VAULT}/backupJobs/read`,
  `${VAULT}/backupOperations/read`,
  `${VAULT}/backupPolicies/read`,
  `${VAULT}/backupProtectedItems/read`,
];
