import { parseVaultId, parseVirtualMachineId } from "../../../azure/resource-id";
import type { PendingVaults } from "../../estate/pending-vaults";
import { plainTable } from "../../report/plain-table";
import type { OutputFormat } from "../common-options";

/** A VM that a run of `--all-pending` would back up. */
export interface PendingStep {
  readonly vm: string;
  readonly vmId: string;
  readonly protectedItemId: string;
  readonly vault: string;
  readonly vaultId: string;
}

/** Formats the VMs that a run would start with. Each vault is asked again before anything is started. */
export function pendingPlan({ ofShard }: PendingVaults, output: OutputFormat): string {
  const steps = ofShard.flatMap(({ vaultId, label, items }) =>
    items.map(({ vmId, id }): PendingStep => {
      const vm = parseVirtualMachineId(vmId)?.vmName ?? vmId;
      return { vm, vmId, protectedItemId: id, vault: label, vaultId };
    }),
  );
  if (output === "json") return JSON.stringify(steps, undefined, 2);
  const rows = steps.map(({ vm, vmId, vault, vaultId }) => [
    vm,
    parseVirtualMachineId(vmId)?.resourceGroupName ?? "",
    parseVirtualMachineId(vmId)?.subscriptionId ?? "",
    vault,
    parseVaultId(vaultId)?.subscriptionId ?? "",
  ]);
  return plainTable(["VM", "Resource group", "Subscription", "Vault", "Vault's subscription"], rows);
}
