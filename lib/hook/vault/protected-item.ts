import * as v from "valibot";
import { parseProtectedItemId } from "../../azure/resource-id";
import { isClassicVm, vmKeyOf, vmNameIn } from "../../azure/vm-item-name";
import { excerpt, flag, instant, read, requiredText, text, UnreadableAnswer } from "../arm/answer-schema";

/** A VM that a vault protects. */
export interface ProtectedItem {
  /** The id in Azure's spelling. */
  readonly id: string;
  /** The key shared by the item and its jobs, regardless of case; see `vmKeyOf`. */
  readonly vmKey: string;
  readonly vmName: string;
  /** Azure's state, such as `IRPending`. It may be an unknown one. */
  readonly protectionState: string;
  /** Whether the item is deleted and kept only until its soft delete ends. */
  readonly softDeleted: boolean;
  readonly lastRecoveryPoint: Date | undefined;
  /** Empty before the first backup. */
  readonly lastBackupStatus: string;
  /** Whether the VM is of the classic deployment model, which Azure has retired and this program does not back up. */
  readonly classic: boolean;
  /** The backup policy, undefined if protection is stopped. */
  readonly policyId: string | undefined;
  readonly policyName: string | undefined;
  /** The id of the VM, if Azure names it. */
  readonly vmId: string | undefined;
  readonly lastBackup: Date | undefined;
  readonly health: string | undefined;
  /** The remaining time of soft delete, as Azure writes it: `13.23:59:43.1491932`. */
  readonly deletedIn: string | undefined;
  /** The result of Azure's threat scan of the VM, such as `Suspicious`; undefined if Azure does not report one. */
  readonly scanSummary?: string | undefined;
  /** Whether Azure scans the VM for threats, so that its recovery points have a threat status. */
  readonly scanned?: boolean;
  /** The region of the VM, if Azure names it. */
  readonly sourceLocation?: string | undefined;
}

/** Whether Azure's threat scan found something in the VM. Its recovery points may be affected too. */
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
    sourceSideScanInfo: v.nullish(v.object({ sourceSideScanStatus: text, sourceSideScanSummary: text })),
  }),
});

const otherSchema = v.object({ properties: v.object({ backupManagementType: v.string() }) });

/** Reads the item in an answer or a list element; undefined if it is not a VM's item. @throws UnreadableAnswer */
export function readProtectedItem(body: unknown): ProtectedItem | undefined {
  if (isOfOtherWorkload(body)) return undefined;
  const { id, properties } = read(schema, body);
  const parsed = parseProtectedItemId(id);
  if (!parsed) throw new UnreadableAnswer(`id must be the id of a protected item, got ${excerpt(id)}`);
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
    scanned: !["", "notconfigured"].includes((properties.sourceSideScanInfo?.sourceSideScanStatus ?? "").toLowerCase()),
    scanSummary: properties.sourceSideScanInfo?.sourceSideScanSummary,
    sourceLocation: properties.sourceLocation,
  };
}

/** Whether the item is of another workload, such as a database. Its fields differ. */
function isOfOtherWorkload(body: unknown): boolean {
  return v.is(otherSchema, body) && body.properties.backupManagementType !== "AzureIaasVM";
}
