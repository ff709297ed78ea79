import { caseFold } from "../../azure/case-fold";
import { formatVirtualMachineId, parseVirtualMachineId } from "../../azure/resource-id";
import type { ArmConnection } from "../arm/arm-connection";
import { ArmError } from "../arm/arm-error";
import { forEachConcurrently } from "../backup-now/concurrency";
import type { PendingItem } from "./rows";

const VM_API_VERSION = "2024-07-01";
const REQUESTS_AT_ONCE = 4;
/** Azure's codes for a VM that is not there. A proxy's 404 has none of them. */
const MISSING = new Set<string | undefined>(["ResourceNotFound", "ResourceGroupNotFound"]);

/** Returns those VMs of protected items that do not exist, by the ids of the items. */
export type GoneVms = (items: readonly PendingItem[]) => Promise<ReadonlySet<string>>;

/**
 * Asks Azure Resource Manager for each VM, because Resource Graph also has no row for a VM that is new or that the identity may not read.
 * Only Azure's own 404 says that a VM is gone. After a 403 the other VMs of the resource group are not asked for.
 */
export function goneVmsIn(arm: ArmConnection): GoneVms {
  return async (items) => {
    const gone = new Set<string>();
    const forbidden = new Set<string>();
    await forEachConcurrently(items, REQUESTS_AT_ONCE, async ({ id, vmId }) => {
      const vm = parseVirtualMachineId(vmId);
      if (!vm) return;
      const group = caseFold(`${vm.subscriptionId}/${vm.resourceGroupName}`);
      if (forbidden.has(group)) return;
      const path = formatVirtualMachineId(vm);
      const request = { path, apiVersion: VM_API_VERSION, about: `cannot read VM '${vm.vmName}'`, optional: true };
      try {
        await arm.getResult(request, () => undefined, { maxRetries: 1, longestWaitMs: 5_000 });
      } catch (error) {
        if (!(error instanceof ArmError)) throw error;
        if (error.status === 403) forbidden.add(group);
        else if (error.status === 404 && MISSING.has(error.code)) gone.add(id);
      }
    });
    return gone;
  };
}
