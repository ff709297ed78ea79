const VAULT = "Microsoft.RecoveryServices/vaults";
const ITEM = `${VAULT}/backupFabrics/protectionContainers/protectedItems`;

/**
 * The critical operations on a vault that a Resource Guard protects, with Azure's names.
 * @see https://learn.microsoft.com/azure/backup/multi-user-authorization-concept#critical-operations
 */
export const GUARDED_OPERATIONS = {
  deleteBackupSettings: `${VAULT}/backupconfig/delete`,
  changeBackupSettings: `${VAULT}/backupconfig/write`,
  changeGuardAssociation: `${VAULT}/backupResourceGuardProxies/write`,
  deleteGuardAssociation: `${VAULT}/backupResourceGuardProxies/delete`,
  changeProtection: `${ITEM}/write`,
  deleteProtection: `${ITEM}/delete`,
  stopProtectionAndRetainData: `${ITEM}/write#stopProtectionWithRetainData`,
  changePolicy: `${VAULT}/backupPolicies/write`,
  readSecurityPin: `${VAULT}/backupSecurityPIN/action`,
  reduceImmutability: `${VAULT}/write#reduceImmutabilityState`,
  restore: `${ITEM}/recoveryPoints/restore/action`,
} as const;

export type GuardedOperationName = keyof typeof GUARDED_OPERATIONS;
