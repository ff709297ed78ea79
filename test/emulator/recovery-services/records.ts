import type { Context } from "../../../lib/emulator/context";
import type { BackupPolicy, Job, ProtectedItem, Vault } from "../../../lib/emulator/recovery-services/model";
import { ServiceError } from "../../../lib/emulator/errors/service-error";
import { START_TIME } from "../../../tools/local/start-time";
import { testContext } from "../context";

export const NOW = Date.parse(START_TIME);
export const MINUTE = 60_000;
export const DAY = 86_400_000;
export const GROUP = "/subscriptions/s/resourceGroups/rg-app";
export const VAULT_ID = `${GROUP}/providers/Microsoft.RecoveryServices/vaults/rsv-app`;
export const VM_ID = `${GROUP}/providers/Microsoft.Compute/virtualMachines/vm-web`;
const CONTAINER = "iaasvmcontainerv2;rg-app;vm-web";
export const ITEM_ID = `${VAULT_ID}/backupFabrics/Azure/protectionContainers/IaasVMContainer;${CONTAINER}/protectedItems/VM;${CONTAINER}`;

export function vaultOf(properties: Readonly<Record<string, unknown>> = {}, more: Partial<Vault> = {}): Vault {
  return {
    ...{ id: VAULT_ID, name: "rsv-app", location: "westeurope", tags: {}, sku: {}, identity: undefined, settledAt: 0 },
    ...{ properties, replicationSettings: {} },
    config: { enhancedSecurityState: "Enabled", softDeleteFeatureState: "Enabled", softDeleteRetentionPeriodInDays: 14 },
    ...more,
  };
}

export function itemOf(more: Partial<ProtectedItem> = {}): ProtectedItem {
  return {
    ...{ id: ITEM_ID, vaultId: VAULT_ID, vmId: VM_ID, vmName: "vm-web", containerName: CONTAINER, policyId: undefined },
    ...{ protection: "Protected", extendedProperties: undefined, protectedAt: NOW - 400 * DAY, scheduledUntil: NOW },
    deletion: undefined,
    ...more,
  };
}

/** A daily policy of type V1 that keeps backups for 30 days. */
export function policyOf(name: string, properties: object = {}): BackupPolicy {
  return {
    id: `${VAULT_ID}/backupPolicies/${name}`,
    name,
    properties: {
      backupManagementType: "AzureIaasVM",
      schedulePolicy: {
        schedulePolicyType: "SimpleSchedulePolicy",
        scheduleRunFrequency: "Daily",
        scheduleRunTimes: ["2026-11-20T23:00:00Z"],
      },
      retentionPolicy: dailyRetention(30),
      ...properties,
    },
  };
}

export function dailyRetention(count: number): object {
  const dailySchedule = { retentionDuration: { count, durationType: "Days" } };
  return { retentionPolicyType: "LongTermRetentionPolicy", dailySchedule };
}

/** A completed backup: ten minutes of snapshot and twenty of transfer, from some minutes before now. */
export function backupOf(id: string, minutesAgo: number, more: Partial<Job> = {}): Job {
  const startTime = NOW - minutesAgo * MINUTE;
  const [taken, endTime] = [startTime + 10 * MINUTE, startTime + 30 * MINUTE];
  return {
    ...{ id, vaultId: VAULT_ID, itemId: ITEM_ID, operation: "Backup", vmName: "vm-web", containerName: CONTAINER },
    ...{ activityId: `activity-${id}`, startTime, endTime, outcome: "Completed" },
    tasks: [
      { taskId: "Take Snapshot", startTime, endTime: taken, outcome: "Completed" },
      { taskId: "Transfer data to vault", startTime: taken, endTime, outcome: "Completed" },
    ],
    backup: { snapshotDays: 2, sizeInMegabytes: 1 },
    ...more,
  };
}

/** A context whose state has the VM, the vault, an item and some jobs. */
export function contextOf(jobs: readonly Job[] = [], { item = itemOf(), vault = vaultOf() } = {}): Context {
  const context = testContext();
  context.state.vaults.set(vault.id, vault);
  context.state.protectedItems.set(item.id, item);
  const type = "Microsoft.Compute/virtualMachines";
  context.state.resources.set(VM_ID, { id: VM_ID, name: "vm-web", type, body: { location: "westeurope" } });
  for (const job of jobs) context.state.jobs.add(job);
  return context;
}

/** Returns the reasons for which the emulator refuses something, as a client sees them; undefined if it does not. */
export function refusalOf(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    const { status, message, reasons } = error;
    return [status, message, ...reasons].join(" ");
  }
}
