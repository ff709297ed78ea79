import { parseBackupPolicyId, parseProtectedItemId } from "../../azure/resource-id";
import { NO_BACKUP_YET, azureTime, timeSpan } from "../arm/times";
import type { Context } from "../context";
import type { Job, ProtectedItem } from "./model";
import { backupsOf, isInitialBackupPending, isSoftDeleted } from "./protection-state";
import { recoveryPointsOf } from "./recovery-points";

/** A protected item as Azure answers it at this moment. */
export function itemView(context: Context, item: ProtectedItem, expanded = false): Record<string, unknown> {
  const softDeleted = isSoftDeleted(item, context.clock.now());
  const policy = item.policyId ? context.state.policies.get(item.policyId) : undefined;
  const points = recoveryPointsOf(context, item);
  const seen = context.clock.now() - context.state.faults.lag("states", item.id, () => context.state.jobs.ofItem(item.id).length);
  return {
    id: item.id,
    name: parseProtectedItemId(item.id)?.itemName,
    type: "Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems",
    properties: {
      friendlyName: item.vmName,
      virtualMachineId: item.vmId,
      protectionStatus: "Healthy",
      protectionState: protectionState(context, item, softDeleted, seen),
      healthStatus: "Passed",
      ...lastBackup(context, item, seen),
      ...(points[0] ? { lastRecoveryPoint: azureTime(points[0].time) } : {}),
      protectedItemDataId: String(Math.floor(item.protectedAt)),
      protectedItemType: "Microsoft.Compute/virtualMachines",
      ...(item.extendedProperties ? { extendedProperties: item.extendedProperties } : {}),
      ...(expanded ? { extendedInfo: extendedInfo(points) } : {}),
      backupManagementType: "AzureIaasVM",
      workloadType: "VM",
      containerName: item.containerName,
      sourceResourceId: item.vmId,
      policyId: item.policyId ?? "",
      policyName: item.policyId ? parseBackupPolicyId(item.policyId)?.policyName : "",
      ...(policy ? { policyType: policy.properties["policyType"] } : {}),
      isArchiveEnabled: false,
      ...(softDeleted ? deferredDelete(context, item) : {}),
      softDeleteRetentionPeriodInDays: context.state.vaults.get(item.vaultId)?.config.softDeleteRetentionPeriodInDays,
      vaultId: item.vaultId,
    },
  };
}

function protectionState(context: Context, item: ProtectedItem, softDeleted: boolean, now: number): string {
  if (softDeleted) return "ProtectionStopped";
  if (item.protection !== "Protected") return item.protection;
  return isInitialBackupPending(context, item, now) ? "IRPending" : "Protected";
}

function lastBackup(context: Context, item: ProtectedItem, now: number): Record<string, unknown> {
  const ended: Job | undefined = backupsOf(context, item)
    .filter((job) => now >= job.endTime)
    .at(-1);
  if (!ended) return { lastBackupStatus: "", lastBackupTime: NO_BACKUP_YET, kpisHealths: {} };
  const common = { lastBackupStatus: ended.outcome, lastBackupTime: azureTime(ended.startTime) };
  if (ended.outcome !== "Completed") return { ...common, kpisHealths: {} };
  return {
    ...common,
    healthDetails: [{ code: 400239, title: "IaasVmHealthGreenDefault", message: "", recommendations: [] }],
    kpisHealths: { BackupOperationStatusKPI: { resourceHealthStatus: "Healthy" } },
  };
}

function extendedInfo(points: readonly { readonly time: number }[]): Record<string, unknown> {
  const oldest = points.at(-1);
  return {
    ...(oldest ? { oldestRecoveryPoint: azureTime(oldest.time) } : {}),
    recoveryPointCount: points.length,
    policyInconsistent: false,
  };
}

function deferredDelete({ clock }: Context, { deletion }: ProtectedItem): Record<string, unknown> {
  const until = deletion?.recoverableUntil ?? 0;
  return {
    isScheduledForDeferredDelete: true,
    deferredDeleteTimeInUTC: azureTime(deletion?.at ?? 0),
    deferredDeleteTimeRemaining: timeSpan(until - clock.now()),
    isDeferredDeleteScheduleUpcoming: false,
  };
}
