import { type ProtectedItem, protectedItemFrom } from "../../vault/protected-item";
import { fieldsOf, instantOf, textOf } from "../../arm/json";

/** A VM as a vault protects it, with what only a person wants to know of it. */
export interface VaultItem extends ProtectedItem {
  readonly vmId: string | undefined;
  readonly policyName: string | undefined;
  readonly lastBackup: Date | undefined;
  readonly health: string | undefined;
  /** What is left of its soft delete, as Azure writes it: `13.23:59:43.1491932`. */
  readonly deletedIn: string | undefined;
}

/** The item in one element of an answer, or undefined where it is none of a VM. */
export function vaultItemFrom(body: unknown): VaultItem | undefined {
  const item = protectedItemFrom(body);
  if (!item) return undefined;
  const properties = fieldsOf(fieldsOf(body)["properties"]);
  const vmId = textOf(properties["virtualMachineId"]) ?? textOf(properties["sourceResourceId"]);
  return {
    ...item,
    vmId,
    policyName: textOf(properties["policyName"]),
    lastBackup: instantOf(properties["lastBackupTime"]),
    health: textOf(properties["healthStatus"]),
    deletedIn: textOf(properties["deferredDeleteTimeRemaining"]),
  };
}
