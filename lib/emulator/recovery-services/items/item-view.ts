import { DAY_MS } from "../../../azure/durations";
import { parseBackupPolicyId, parseProtectedItemId } from "../../../azure/resource-id";
import { NO_BACKUP_YET, azureTime, timeSpan } from "../../arm/times";
import type { Context } from "../../context";
import { usesLegacyFormat } from "../legacy-format";
import { usesNewerFormat } from "../newer-format";
import type { Job, ProtectedItem } from "../model";
import { backupsOf, isInitialBackupPending, isSoftDeleted } from "./protection-state";
import { recoveryPointsOf } from "../recovery-points/recovery-points";

const HEALTHY = {
  code: 400239,
  title: "IaasVmHealthGreenDefault",
  message: "Backup pre-check status of this virtual machine is OK.",
  recommendations: [],
};
const HEALTHY_KPIS = {
  BackupOperationStatusKPI: {
    resourceHealthStatus: "Healthy",
    resourceHealthDetails: [{ code: 0, title: "Success", message: "", recommendations: [] }],
  },
};

export interface ItemViewOptions {
  readonly apiVersion: string;
  /** Whether it is an entry of a list, which has fewer properties. */
  readonly listed?: boolean;
  /** Whether the request asks for `extendedInfo`. */
  readonly expanded?: boolean;
}

/** Returns a protected item as Azure shows it now. */
export function itemView(context: Context, item: ProtectedItem, options: ItemViewOptions): Record<string, unknown> {
  const { apiVersion, listed = false, expanded = false } = options;
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
      ...(usesNewerFormat(apiVersion) ? newerFields(context, item) : {}),
      protectionStatus: "Healthy",
      protectionState: protectionState(context, item, softDeleted, seen),
      healthStatus: "Passed",
      ...lastBackup(context, item, seen, usesLegacyFormat(apiVersion)),
      ...(points[0] ? { lastRecoveryPoint: azureTime(points[0].time) } : {}),
      protectedItemDataId: String(Math.floor(item.protectedAt)),
      protectedItemType: "Microsoft.Compute/virtualMachines",
      ...(item.extendedProperties || !listed ? { extendedProperties: item.extendedProperties ?? {} } : {}),
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
      softDeleteRetentionPeriod: softDeleted ? retentionDays(item) : 0,
      // Azure writes a URL here, unlike for every other id.
      vaultId: `${context.origin}${item.vaultId}`,
    },
  };
}

/** The emulator scans for no threats. */
function newerFields({ state }: Context, { vaultId }: ProtectedItem): Record<string, unknown> {
  return {
    sourceLocation: state.vaults.get(vaultId)?.location,
    sourceSideScanInfo: { sourceSideScanStatus: "NotConfigured", sourceSideScanSummary: "Unknown" },
  };
}

function protectionState(context: Context, item: ProtectedItem, softDeleted: boolean, now: number): string {
  if (softDeleted) return "ProtectionStopped";
  if (item.protection !== "Protected") return item.protection;
  return isInitialBackupPending(context, item, now) ? "IRPending" : "Protected";
}

function lastBackup(context: Context, item: ProtectedItem, now: number, withKpis: boolean): Record<string, unknown> {
  // If two ran at once, the one that ended last.
  const ended: Job | undefined = backupsOf(context, item)
    .filter((job) => now >= job.endTime)
    .sort((a, b) => a.endTime - b.endTime)
    .at(-1);
  const isHealthy = ended?.outcome === "Completed";
  return {
    lastBackupStatus: ended?.outcome ?? "",
    lastBackupTime: ended ? azureTime(ended.startTime) : NO_BACKUP_YET,
    ...(isHealthy ? { healthDetails: [HEALTHY] } : {}),
    ...(withKpis ? { kpisHealths: isHealthy ? HEALTHY_KPIS : {} } : {}),
  };
}

function retentionDays({ deletion }: ProtectedItem): number {
  return deletion?.recoverableUntil === undefined ? 0 : Math.round((deletion.recoverableUntil - deletion.at) / DAY_MS);
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
  };
}
