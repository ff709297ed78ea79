import * as v from "valibot";
import { parseProtectedItemId } from "../../azure/resource-id";
import { isClassicVm, vmKeyOf, vmNameIn } from "../../azure/vm-item-name";
import { excerpt, flag, instant, read, requiredText, text, UnreadableAnswer } from "../arm/answer-schema";

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
  /** The backup policy, undefined if protection is stopped. */
  readonly policyId: string | undefined;
  readonly policyName: string | undefined;
  /** The id of the VM, if Azure names it. */
  readonly vmId: string | undefined;
  readonly lastBackup: Date | undefined;
  readonly health: string | undefined;
  /** What is left of its soft delete, as Azure writes it: `13.23:59:43.1491932`. */
  readonly deletedIn: string | undefined;
  /** What Azure's threat scan of the VM found, such as `Suspicious`; undefined if Azure does not say. */
  readonly scanSummary?: string | undefined;
  /** The region of the VM, if Azure names it. */
  readonly sourceLocation?: string | undefined;
}

/** Whether Azure's threat scan of the VM found something, so that its recovery points may hold it too. */
export function isSuspicious({ scanSummary }: Pick<ProtectedItem, "scanSummary">): boolean {
  return scanSummary?.toLowerCase() === "suspicious";
}

const schema = v.object({
  id: requiredText,
  properties: v.object({
    protectedItemType: text,
    backupManagementType: text,
    friendlyName: text,
    protectionState: requiredText,
    isScheduledForDeferredDelete: flag,
    lastRecoveryPoint: instant,
    lastBackupStatus: text,
    lastBackupTime: instant,
    policyId: text,
    policyName: text,
    virtualMachineId: text,
    sourceResourceId: text,
    healthStatus: text,
    deferredDeleteTimeRemaining: text,
    sourceLocation: text,
    sourceSideScanInfo: v.nullish(v.object({ sourceSideScanSummary: text })),
  }),
});

const otherSchema = v.object({ properties: v.object({ backupManagementType: v.string() }) });

/** Reads the item in an answer or in one element of a list; undefined if it is not one of a VM. @throws UnreadableAnswer */
export function readProtectedItem(body: unknown): ProtectedItem | undefined {
  if (isOfOtherWorkload(body)) return undefined;
  const { id, properties } = read(schema, body);
  const parsed = parseProtectedItemId(id);
  if (!parsed) throw new UnreadableAnswer(`id must be that of a protected item, got ${excerpt(id)}`);
  const vmKey = vmKeyOf(parsed.itemName);
  const vmId = properties.virtualMachineId ?? properties.sourceResourceId;
  return {
    id,
    vmKey,
    vmName: properties.friendlyName ?? vmNameIn(vmKey),
    protectionState: properties.protectionState,
    softDeleted: properties.isScheduledForDeferredDelete === true,
    lastRecoveryPoint: properties.lastRecoveryPoint,
    lastBackupStatus: properties.lastBackupStatus ?? "",
    classic:
      isClassicVm(vmKey) || [properties.protectedItemType, vmId].some((name) => /Microsoft\.ClassicCompute\//i.test(name ?? "")),
    policyId: properties.policyId,
    policyName: properties.policyName,
    vmId,
    lastBackup: properties.lastBackupTime,
    health: properties.healthStatus,
    deletedIn: properties.deferredDeleteTimeRemaining,
    scanSummary: properties.sourceSideScanInfo?.sourceSideScanSummary,
    sourceLocation: properties.sourceLocation,
  };
}

/** An item of a database or of a share has other fields. */
function isOfOtherWorkload(body: unknown): boolean {
  return v.is(otherSchema, body) && body.properties.backupManagementType !== "AzureIaasVM";
}
