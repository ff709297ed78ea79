import { parseProtectedItemId } from "../../azure/resource-id";
import { isClassicVm, vmKeyOf, vmNameIn } from "../../azure/vm-item-name";
import { asInstant, asObject, asString, type JsonObject } from "../arm/json";

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
  readonly policyId: string | undefined;
  readonly policyName: string | undefined;
  /** The id of the VM, if Azure names it. */
  readonly vmId: string | undefined;
  readonly lastBackup: Date | undefined;
  readonly health: string | undefined;
  /** What is left of its soft delete, as Azure writes it: `13.23:59:43.1491932`. */
  readonly deletedIn: string | undefined;
}

/** The item in one element of an answer, or undefined where it is none of a VM. */
export function protectedItemFrom(body: unknown): ProtectedItem | undefined {
  const id = asString(asObject(body)["id"]);
  const parsed = id === undefined ? undefined : parseProtectedItemId(id);
  if (!id || !parsed) return undefined;
  const properties = asObject(asObject(body)["properties"]);
  const vmKey = vmKeyOf(parsed.itemName);
  return {
    id,
    vmKey,
    vmName: asString(properties["friendlyName"]) ?? vmNameIn(vmKey),
    protectionState: asString(properties["protectionState"]) ?? "Invalid",
    softDeleted: properties["isScheduledForDeferredDelete"] === true,
    lastRecoveryPoint: asInstant(properties["lastRecoveryPoint"]),
    lastBackupStatus: asString(properties["lastBackupStatus"]) ?? "",
    classic: isClassic(vmKey, properties),
    policyId: asString(properties["policyId"]),
    policyName: asString(properties["policyName"]),
    vmId: asString(properties["virtualMachineId"]) ?? asString(properties["sourceResourceId"]),
    lastBackup: asInstant(properties["lastBackupTime"]),
    health: asString(properties["healthStatus"]),
    deletedIn: asString(properties["deferredDeleteTimeRemaining"]),
  };
}

function isClassic(vmKey: string, { protectedItemType, virtualMachineId, sourceResourceId }: JsonObject): boolean {
  const types = [protectedItemType, virtualMachineId, sourceResourceId].map((text) => asString(text) ?? "");
  return isClassicVm(vmKey) || types.some((type) => /Microsoft\.ClassicCompute\//i.test(type));
}
