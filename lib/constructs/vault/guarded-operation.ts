import { checkText, throwIfInvalid } from "../private/problems";
import { GUARDED_OPERATIONS } from "../../azure/guarded-operations";

/**
 * A critical operation on a vault. A Resource Guard protects it unless the guard excludes it.
 * @see https://learn.microsoft.com/azure/backup/multi-user-authorization-concept#critical-operations
 */
export class GuardedOperation {
  /** Removal of the vault's backup settings. */
  public static readonly DELETE_BACKUP_SETTINGS = GuardedOperation.custom(GUARDED_OPERATIONS.deleteBackupSettings);
  /** A change of the vault's security settings, including soft delete. */
  public static readonly CHANGE_BACKUP_SETTINGS = GuardedOperation.custom(GUARDED_OPERATIONS.changeBackupSettings);
  /** A change of the vault's association with a Resource Guard. */
  public static readonly CHANGE_GUARD_ASSOCIATION = GuardedOperation.custom(GUARDED_OPERATIONS.changeGuardAssociation);
  /** Removal of the vault's association with a Resource Guard. */
  public static readonly DELETE_GUARD_ASSOCIATION = GuardedOperation.custom(GUARDED_OPERATIONS.deleteGuardAssociation);
  /** A change of a VM's protection. */
  public static readonly CHANGE_PROTECTION = GuardedOperation.custom(GUARDED_OPERATIONS.changeProtection);
  /** Stop of a VM's protection with deletion of its backups. */
  public static readonly DELETE_PROTECTION = GuardedOperation.custom(GUARDED_OPERATIONS.deleteProtection);
  /** Stop of a VM's protection without deletion of its backups. */
  public static readonly STOP_PROTECTION_AND_RETAIN_DATA = GuardedOperation.custom(
    GUARDED_OPERATIONS.stopProtectionAndRetainData,
  );
  /** A change of a policy. */
  public static readonly CHANGE_POLICY = GuardedOperation.custom(GUARDED_OPERATIONS.changePolicy);
  /** Reading the security PIN that agents need for critical operations. */
  public static readonly READ_SECURITY_PIN = GuardedOperation.custom(GUARDED_OPERATIONS.readSecurityPin);
  /** A reduction of the vault's immutability. */
  public static readonly REDUCE_IMMUTABILITY = GuardedOperation.custom(GUARDED_OPERATIONS.reduceImmutability);
  /** A restore. */
  public static readonly RESTORE = GuardedOperation.custom(GUARDED_OPERATIONS.restore);

  /**
   * An operation without a member in this class. Only Azure checks that the operation exists.
   * @param operationName the operation as Azure names it, such as `Microsoft.RecoveryServices/vaults/backupPolicies/write`
   * @throws if the name has invisible characters
   */
  public static custom(operationName: string): GuardedOperation {
    const rule = { allowed: "the name of an operation", remedy: "write the name as Azure does" };
    throwIfInvalid("GuardedOperation.custom", checkText("operationName", operationName, /^[^]*$/, rule));
    return new GuardedOperation(operationName);
  }

  private constructor(private readonly name: string) {}

  /** The operation as Azure names it. */
  public get operationName(): string {
    return this.name;
  }
}
