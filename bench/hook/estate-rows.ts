import { GRAPH_QUERIES, MAX_ROWS_PER_PAGE } from "../../lib/azure/resource-graph";
import { START_TIME } from "../../tools/local/start-time";

const REGIONS = [
  "westeurope",
  "northeurope",
  "eastus",
  "eastus2",
  "westus2",
  "uksouth",
  "francecentral",
  "japaneast",
  "eastasia",
];
const SUBSCRIPTIONS = 4;
const VMS_PER_VAULT = 900;
const POLICIES_PER_VAULT = 9;
const HOUR_MS = 3_600_000;

/** An estate with this many VMs, most of them protected; one in fifty is not, and one in fifty has an old recovery point. */
export function estateRows(
  vms: number,
): Record<keyof typeof GRAPH_QUERIES, readonly [count: number, row: (index: number) => object]> {
  const vaults = Math.ceil(vms / VMS_PER_VAULT);
  return {
    subscriptions: [
      SUBSCRIPTIONS,
      (index) => ({ id: subscription(index), subscriptionId: subscription(index).slice(15), name: `prod-${index}` }),
    ],
    vms: [vms, vmRow],
    items: [vms - Math.floor(vms / 50), (index) => itemRow(index + Math.floor(index / 49) + 1)],
    pending: [0, () => ({})],
    policies: [vaults * POLICIES_PER_VAULT, policyRow],
    vaults: [vaults, vaultRow],
  };
}

/** The page of rows that a request asks for, as Resource Graph sends it. */
export function pageOf(rows: ReturnType<typeof estateRows>, body: string): string {
  const { query, options } = JSON.parse(body) as { query: string; options?: { $skipToken?: string } };
  const [name] = Object.entries(GRAPH_QUERIES).find(([, known]) => known === query) ?? ["vms"];
  const [total, row] = rows[name as keyof typeof GRAPH_QUERIES];
  const from = Number(options?.$skipToken ?? 0);
  const count = Math.min(MAX_ROWS_PER_PAGE, total - from);
  const data = Array.from({ length: count }, (_, index) => row(from + index));
  const isLast = from + count === total;
  const more = isLast ? { resultTruncated: "false" } : { resultTruncated: "true", $skipToken: String(from + count) };
  return JSON.stringify({ totalRecords: total, count, data, facets: [], ...more });
}

function subscription(index: number): string {
  return `/subscriptions/5b5c0000-0000-4000-8000-00000000000${index % SUBSCRIPTIONS}`;
}

function region(index: number): string {
  return REGIONS[index % REGIONS.length] ?? "";
}

function vmId(index: number): string {
  return `${subscription(index)}/resourceGroups/rg-application-${index % 500}/providers/Microsoft.Compute/virtualMachines/vm-application-${index}`;
}

function vmRow(index: number): object {
  const tags = {
    ...{ environment: ["production", "staging", "test"][index % 3], owner: `team-${index % 200}@example.com` },
    ...{ "cost-centre": String(10_000 + (index % 700)), application: `application-${index % 500}` },
    ...{ "backup-tier": index % 2 === 0 ? "gold" : "silver", "created-by": "terraform" },
    ...(index % 100 === 7 ? { "backup-exempt": `rebuilt by pipeline ${index}` } : {}),
  };
  return { id: vmId(index), location: region(index), tags, createdAt: "2024-03-01T10:12:13.1234567Z" };
}

function vaultId(vault: number): string {
  return `${subscription(vault)}/resourceGroups/rg-backup-${region(vault)}/providers/Microsoft.RecoveryServices/vaults/rsv-backup-${vault}`;
}

function policyId(index: number): string {
  return `${vaultId(Math.floor(index / POLICIES_PER_VAULT))}/backupPolicies/daily-slot-${index % POLICIES_PER_VAULT}`;
}

function itemRow(index: number): object {
  const vault = Math.floor(index / VMS_PER_VAULT);
  const names = `iaasvmcontainerv2;rg-application-${index % 500};vm-application-${index}`;
  const age = index % 50 === 3 ? 60 : 1 + (index % 20);
  return {
    id: `${vaultId(vault)}/backupFabrics/Azure/protectionContainers/IaasVMContainer;${names}/protectedItems/VM;${names}`,
    vmId: vmId(index),
    ...{ protectionState: "Protected", currentState: "ProtectionConfigured" },
    lastRecoveryPoint: new Date(new Date(START_TIME).getTime() - age * HOUR_MS).toISOString(),
    policyId: policyId(vault * POLICIES_PER_VAULT + (index % POLICIES_PER_VAULT)),
  };
}

function policyRow(index: number): object {
  const retentionTimes = ["2026-01-01T22:00:00Z"];
  const daily = { retentionTimes, retentionDuration: { count: index % 10 === 0 ? 7 : 30, durationType: "Days" } };
  const weekly = { daysOfTheWeek: ["Sunday"], retentionTimes, retentionDuration: { count: 12, durationType: "Weeks" } };
  return {
    ...{ id: policyId(index), name: `daily-slot-${index % POLICIES_PER_VAULT}` },
    properties: {
      ...{ backupManagementType: "AzureIaasVM", policyType: "V2", timeZone: "UTC", instantRpRetentionRangeInDays: 2 },
      schedulePolicy: {
        schedulePolicyType: "SimpleSchedulePolicyV2",
        scheduleRunFrequency: "Daily",
        dailySchedule: { scheduleRunTimes: retentionTimes },
      },
      retentionPolicy: { retentionPolicyType: "LongTermRetentionPolicy", dailySchedule: daily, weeklySchedule: weekly },
    },
  };
}

function vaultRow(index: number): object {
  const security = {
    softDeleteSettings: { softDeleteState: "Enabled", softDeleteRetentionPeriodInDays: 14 },
    immutabilitySettings: { state: index % 2 === 0 ? "Unlocked" : "Disabled" },
    multiUserAuthorization: "Disabled",
  };
  return { id: vaultId(index), location: region(index), security };
}
