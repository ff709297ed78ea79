import { checkText, throwIfInvalid } from "../private/problems";
import { GUARDED_OPERATIONS } from "../../azure/guarded-operations";

/**
 * A critical operation on a vault, which a Resource Guard protects unless it is excluded.
 * @see https://learn.microsoft.com/azure/backup/multi-user-authorization-concept#critical-operations
 */
export class GuardedOperation {
  /** Removal of the vault's backup settings. */
  public static readonly DELETE_BACKUP_SETTINGS = GuardedOperation.custom(GUARDED_OPERATIONS.deleteBackupSettings);
  /** A change of the vault's security settings, soft delete among them. */
  public static readonly CHANGE_BACKUP_SETTINGS = GuardedOperation.custom(GUARDED_OPERATIONS.changeBackupSettings);
  /** A change of the vault's association with a Resource Guard. */
  public static readonly CHANGE_GUARD_ASSOCIATION = GuardedOperation.custom(GUARDED_OPERATIONS.changeGuardAssociation);
  /** Removal of the vault's association with a Resource Guard. */
  public static readonly DELETE_GUARD_ASSOCIATION = GuardedOperation.custom(GUARDED_OPERATIONS.deleteGuardAssociation);
  /** A change of how a VM is protected. */
  public static readonly CHANGE_PROTECTION = GuardedOperation.custom(GUARDED_OPERATIONS.changeProtection);
  /** The end of a VM's protection, with its backups deleted. */
  public static readonly DELETE_PROTECTION = GuardedOperation.custom(GUARDED_OPERATIONS.deleteProtection);
  /** The end of a VM's protection, with its backups kept. */
  public static readonly STOP_PROTECTION_AND_RETAIN_DATA = GuardedOperation.custom(
    GUARDED_OPERATIONS.stopProtectionAndRetainData,
  );
  /** A change of a policy. */
  public static readonly CHANGE_POLICY = GuardedOperation.custom(GUARDED_OPERATIONS.changePolicy);
  /** Reading the security PIN that critical operations of agents ask for. */
  public static readonly READ_SECURITY_PIN = GuardedOperation.custom(GUARDED_OPERATIONS.readSecurityPin);
  /** A weaker immutability of the vault. */
  public static readonly REDUCE_IMMUTABILITY = GuardedOperation.custom(GUARDED_OPERATIONS.reduceImmutability);
  /** A restore. */
  public static readonly RESTORE = GuardedOperation.custom(GUARDED_OPERATIONS.restore);

  /**
   * An operation that has no member here. Nobody checks the name before Azure does.
   * @param operationName the operation as Azure names it, such as `Microsoft.RecoveryServices/vaults/backupPolicies/write`
   * @throws if the name has characters that do not show
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
