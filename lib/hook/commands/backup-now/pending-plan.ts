import { parseVaultId, parseVirtualMachineId } from "../../../azure/resource-id";
import type { PendingVaults } from "../../estate/pending-vaults";
import { plainTable } from "../../report/plain-table";
import type { OutputFormat } from "../common-options";
import type { PlanStep } from "./plan-view";

/** A VM without a backup, and what a run of `--all-pending` would do with it. */
export interface PendingStep {
  readonly vm: string;
  readonly vmId: string;
  readonly protectedItemId: string;
  readonly vault: string;
  readonly vaultId: string;
  /** A VM that is gone is left alone. */
  readonly action: PlanStep["action"];
}

/** Formats the VMs that a run would start with. Each vault is asked again before anything is started. */
export function pendingPlan({ ofShard }: PendingVaults, output: OutputFormat): string {
  const steps = ofShard.flatMap(({ vaultId, label, items }) =>
    items.map(({ vmId, id, isGone }): PendingStep => {
      const vm = parseVirtualMachineId(vmId)?.vmName ?? vmId;
      return { vm, vmId, protectedItemId: id, vault: label, vaultId, action: isGone ? "leave alone" : "back up" };
    }),
  );
  if (output === "json") return JSON.stringify(steps, undefined, 2);
  const rows = steps.map(({ vm, vmId, vault, vaultId, action }) => [
    vm,
    action,
    parseVirtualMachineId(vmId)?.resourceGroupName ?? "",
    parseVirtualMachineId(vmId)?.subscriptionId ?? "",
    vault,
    parseVaultId(vaultId)?.subscriptionId ?? "",
  ]);
  return plainTable(["VM", "Would", "Resource group", "Subscription", "Vault", "Vault's subscription"], rows);
}
