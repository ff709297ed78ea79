import { DEFAULT_TIER_TAG } from "../../lib/contract/fleet/fleet-vm";
import { storedObservations } from "../hook/explain-plan/observation";

const VM =
  "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-web";
const POLICY = {
  ...{ id: "/p/daily", name: "daily" },
  properties: {
    schedulePolicy: { scheduleRunFrequency: "Daily", scheduleRunTimes: ["2026-01-01T22:00:00Z"] },
    retentionPolicy: { dailySchedule: { retentionDuration: { count: 7, durationType: "Days" } } },
  },
};
const STACK = {
  resource: {
    azurerm_recovery_services_vault: {
      vault: { name: "rsv-app", location: "westeurope", resource_group_name: "rg", sku: "Standard", tags: { owner: "x" } },
    },
    azurerm_backup_policy_vm: {
      daily: {
        ...{ name: "daily", resource_group_name: "rg", recovery_vault_name: "${azurerm_recovery_services_vault.vault.name}" },
        ...{ backup: { frequency: "Daily", time: "22:00" }, retention_daily: { count: 7 } },
      },
    },
  },
};

/** The input files of the commands. */
export const INPUTS: Readonly<Record<string, { readonly path: string; readonly content: string }>> = {
  planFile: {
    path: "plan.json",
    content: JSON.stringify(storedObservations("4.81.0").find(({ name }) => name === "item-removed")?.plan ?? {}),
  },
  csvFile: { path: "vms.csv", content: `id,location,tags\n${VM},westeurope,"{""${DEFAULT_TIER_TAG}"":""daily""}"\n` },
  policyFile: { path: "policy.json", content: JSON.stringify(POLICY) },
  stackFile: { path: "cdk.tf.json", content: JSON.stringify(STACK) },
};
