import { parseProtectedItemId } from "../../azure/resource-id";
import { type Fields, fieldsOf, instantOf, textOf, vmKeyOf } from "../arm/json";

/** A VM as a vault protects it. */
export interface ProtectedItem {
  /** As Azure spells it. */
  readonly id: string;
  /** The same for the item and its jobs, whatever their case; see `vmKeyOf`. */
  readonly vmKey: string;
  readonly vmName: string;
  /** Azure's word, such as `IRPending`, or one that is not known yet. */
  readonly protectionState: string;
  /** Deleted, and kept only until its soft delete ends. */
  readonly softDeleted: boolean;
  readonly lastRecoveryPoint: Date | undefined;
  /** Empty before the first backup. */
  readonly lastBackupStatus: string;
  /** A VM of the classic deployment model, which Azure has retired and this program does not back up. */
  readonly classic: boolean;
  /** The backup policy, undefined where protection is stopped. */
  readonly policyId?: string | undefined;
}

/** The item in one element of an answer, or undefined where it is none of a VM. */
export function protectedItemFrom(body: unknown): ProtectedItem | undefined {
  const id = textOf(fieldsOf(body)["id"]);
  const parsed = id === undefined ? undefined : parseProtectedItemId(id);
  if (!id || !parsed) return undefined;
  const properties = fieldsOf(fieldsOf(body)["properties"]);
  const vmKey = vmKeyOf(parsed.itemName);
  return {
    id,
    vmKey,
    vmName: textOf(properties["friendlyName"]) ?? vmKey.slice(vmKey.lastIndexOf(";") + 1),
    protectionState: textOf(properties["protectionState"]) ?? "Invalid",
    softDeleted: properties["isScheduledForDeferredDelete"] === true,
    lastRecoveryPoint: instantOf(properties["lastRecoveryPoint"]),
    lastBackupStatus: textOf(properties["lastBackupStatus"]) ?? "",
    classic: isClassic(vmKey, properties),
    policyId: textOf(properties["policyId"]),
  };
}

function isClassic(vmKey: string, { protectedItemType, virtualMachineId, sourceResourceId }: Fields): boolean {
  const types = [protectedItemType, virtualMachineId, sourceResourceId].map((text) => textOf(text) ?? "");
  return vmKey.startsWith("iaasvmcontainer;") || types.some((type) => /Microsoft\.ClassicCompute\//i.test(type));
}
