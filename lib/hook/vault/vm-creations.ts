import * as v from "valibot";
import { caseFold } from "../../azure/case-fold";
import { formatVirtualMachineId, parseVirtualMachineId } from "../../azure/resource-id";
import { instant, read, requiredText } from "../arm/answer-schema";
import type { ArmConnection } from "../arm/arm-connection";
import { ArmError } from "../arm/arm-error";
import { forEachConcurrently } from "../backup-now/concurrency";

const VM_API_VERSION = "2024-07-01";
const REQUESTS_AT_ONCE = 4;

const schema = v.object({ id: requiredText, properties: v.nullish(v.object({ timeCreated: v.optional(instant) })) });

/** Returns the creation time of VMs by id in lower case, as far as the identity may read it. */
export type VmCreations = (vmIds: readonly string[]) => Promise<ReadonlyMap<string, Date>>;

/**
 * Reads creation times with one list per resource group. VMs that cannot be read are left out, because no role on a vault includes them.
 */
export function vmCreationsIn(arm: ArmConnection): VmCreations {
  return async (vmIds) => {
    const places = new Map<string, string>();
    for (const vm of vmIds.flatMap((id) => parseVirtualMachineId(id) ?? [])) {
      const path = formatVirtualMachineId(vm).replace(/\/[^/]+$/, "");
      places.set(caseFold(path), path);
    }
    const found = new Map<string, Date>();
    await forEachConcurrently([...places.values()], REQUESTS_AT_ONCE, async (path) => {
      const request = { path, apiVersion: VM_API_VERSION, about: "cannot read the VMs", optional: true };
      try {
        const vms = await arm.list(request, (element) => read(schema, element), { maxRetries: 1, longestWaitMs: 5_000 });
        for (const { id, properties } of vms) if (properties?.timeCreated) found.set(caseFold(id), properties.timeCreated);
      } catch (error) {
        if (!(error instanceof ArmError)) throw error;
      }
    });
    return found;
  };
}
