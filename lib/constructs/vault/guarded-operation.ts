const PREFIX = "Microsoft.RecoveryServices/vaults";
const ITEMS = "/backupFabrics/protectionContainers/protectedItems";

/**
 * A critical operation on a vault, which a Resource Guard protects unless it is excluded.
 * @see https://learn.microsoft.com/azure/backup/multi-user-authorization-concept#critical-operations
 */
export class GuardedOperation {
  /** Removal of the vault's backup settings. */
  public static readonly DELETE_BACKUP_SETTINGS = GuardedOperation.custom(`${PREFIX}/backupconfig/delete`);
  /** A change of the vault's security settings, soft delete among them. */
  public static readonly CHANGE_BACKUP_SETTINGS = GuardedOperation.custom(`${PREFIX}/backupconfig/write`);
  /** A change of the vault's association with a Resource Guard. */
  public static readonly CHANGE_GUARD_ASSOCIATION = GuardedOperation.custom(`${PREFIX}/backupResourceGuardProxies/write`);
  /** Removal of the vault's association with a Resource Guard. */
  public static readonly DELETE_GUARD_ASSOCIATION = GuardedOperation.custom(`${PREFIX}/backupResourceGuardProxies/delete`);
  /** A change of how a VM is protected. */
  public static readonly CHANGE_PROTECTION = GuardedOperation.custom(`${PREFIX}${ITEMS}/write`);
  /** The end of a VM's protection, with its backups deleted. */
  public static readonly DELETE_PROTECTION = GuardedOperation.custom(`${PREFIX}${ITEMS}/delete`);
  /** The end of a VM's protection, with its backups kept. */
  public static readonly STOP_PROTECTION_AND_RETAIN_DATA = GuardedOperation.custom(
    `${PREFIX}${ITEMS}/write#stopProtectionWithRetainData`,
  );
  /** A change of a policy. */
  public static readonly CHANGE_POLICY = GuardedOperation.custom(`${PREFIX}/backupPolicies/write`);
  /** Reading the security PIN that critical operations of agents ask for. */
  public static readonly READ_SECURITY_PIN = GuardedOperation.custom(`${PREFIX}/backupSecurityPIN/action`);
  /** A weaker immutability of the vault. */
  public static readonly REDUCE_IMMUTABILITY = GuardedOperation.custom(`${PREFIX}/write#reduceImmutabilityState`);
  /** A restore. */
  public static readonly RESTORE = GuardedOperation.custom(`${PREFIX}${ITEMS}/recoveryPoints/restore/action`);

  /**
   * An operation that has no member here. Nobody checks the name before Azure does.
   * @param operationName the operation as Azure names it, such as `Microsoft.RecoveryServices/vaults/backupPolicies/write`
   */
  public static custom(operationName: string): GuardedOperation {
    return new GuardedOperation(operationName);
  }

  private constructor(
    /** The operation as Azure names it. */
    public readonly operationName: string,
  ) {}
}
