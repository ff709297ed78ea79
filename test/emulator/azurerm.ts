import { at, type Client } from "./client";

/** The bodies that azurerm sends, as its requests were recorded. */

export const GROUPS = "2023-07-01";
export const VAULTS = "2024-01-01";
export const CONFIG = "2023-02-01";
export const REPLICATION = "2024-04-01";
export const POLICIES = "2024-10-01";
export const ITEMS = "2023-02-01";
export const BACKUP = "2025-02-01";

export const VAULT_BODY = {
  location: "westeurope",
  tags: {},
  identity: { type: "None", userAssignedIdentities: null },
  sku: { name: "Standard" },
  properties: {
    publicNetworkAccess: "Enabled",
    redundancySettings: { crossRegionRestore: "Disabled", standardTierStorageRedundancy: "ZoneRedundant" },
    securitySettings: { immutabilitySettings: { state: "Unlocked" } },
  },
};

export const SOFT_DELETE_BODY = { properties: { enhancedSecurityState: "Enabled", softDeleteFeatureState: "Enabled" } };

/** An Enhanced policy with daily and weekly retention, its times written by azurerm before 4.67 (with a date) or since. */
export function policyBody(time = "2026-11-22T23:00:00Z") {
  return {
    properties: {
      backupManagementType: "AzureIaasVM",
      policyType: "V2",
      timeZone: "UTC",
      schedulePolicy: {
        schedulePolicyType: "SimpleSchedulePolicyV2",
        scheduleRunFrequency: "Daily",
        dailySchedule: { scheduleRunTimes: [time] },
      },
      retentionPolicy: {
        retentionPolicyType: "LongTermRetentionPolicy",
        dailySchedule: { retentionTimes: [time], retentionDuration: { count: 14, durationType: "Days" } },
        weeklySchedule: {
          daysOfTheWeek: ["Sunday"],
          retentionTimes: [time],
          retentionDuration: { count: 4, durationType: "Weeks" },
        },
      },
      tieringPolicy: { ArchivedRP: { tieringMode: "DoNotTier", durationType: "Invalid", duration: 0 } },
    },
  };
}

export function vmId(client: Client, name: string, group = "rg-app"): string {
  return `${client.subscription}/resourceGroups/${group}/providers/Microsoft.Compute/virtualMachines/${name}`;
}

export function groupId(client: Client, name = "rg-backup"): string {
  return `${client.subscription}/resourceGroups/${name}`;
}

export function vaultId(client: Client, name = "vault"): string {
  return `${groupId(client)}/providers/Microsoft.RecoveryServices/vaults/${name}`;
}

export function itemId(client: Client, vmName: string, vault = vaultId(client), group = "rg-app"): string {
  const name = `iaasvmcontainerv2;${group};${vmName}`;
  return `${vault}/backupFabrics/Azure/protectionContainers/iaasvmcontainer;${name}/protectedItems/VM;${name}`;
}

export function itemBody(client: Client, vmName: string, policyId = `${vaultId(client)}/backupPolicies/DefaultPolicy`) {
  const id = vmId(client, vmName);
  return {
    properties: {
      protectedItemType: "Microsoft.Compute/virtualMachines",
      workloadType: "VM",
      friendlyName: vmName,
      policyId,
      sourceResourceId: id,
      virtualMachineId: id,
    },
  };
}

/** Creates a resource group with a vault. */
export async function makeVault(client: Client, name = "vault"): Promise<string> {
  await client.arm("PUT", groupId(client), GROUPS, { location: "westeurope", tags: {} });
  const id = vaultId(client, name);
  await client.follow(await client.arm("PUT", id, VAULTS, VAULT_BODY));
  return id;
}

/** Adds a VM, protected with the vault's default policy. */
export async function protect(client: Client, vmName: string): Promise<string> {
  client.emulator.addVirtualMachine(vmId(client, vmName));
  const id = itemId(client, vmName);
  await client.follow(await client.arm("PUT", id, ITEMS, itemBody(client, vmName)));
  return id;
}

export const BACKUP_BODY = {
  properties: { objectType: "IaasVMBackupRequest", recoveryPointExpiryTimeInUTC: "2060-01-31T23:59:59Z" },
};

/** Triggers a backup and returns the id of its job. */
export async function triggerBackup(client: Client, item: string): Promise<string> {
  const operation = await client.follow(await client.arm("POST", `${item}/backup`, BACKUP, BACKUP_BODY));
  return (operation.body as { properties: { jobId: string } }).properties.jobId;
}

/** Moves the clock, a minute at a time, until a job or one of its tasks has a status. */
export async function untilJob(client: Client, vault: string, jobId: string, status: string, task?: number): Promise<void> {
  const path = task === undefined ? "properties.status" : `properties.extendedInfo.tasksList.${String(task)}.status`;
  for (let minutes = 0; at(await client.arm("GET", `${vault}/backupJobs/${jobId}`, BACKUP), path) !== status; minutes++) {
    if (minutes > 120) throw new Error(`job ${jobId} did not become ${status}`);
    client.emulator.advance(60_000);
  }
}
