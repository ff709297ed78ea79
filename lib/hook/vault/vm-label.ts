import { caseFold } from "../../azure/case-fold";
import { vmOfName } from "../../azure/vm-item-name";

/** A VM as an item or a job names it. */
export interface NamedVm {
  readonly vmKey: string;
  readonly vmName: string;
}

/** Returns the name of a VM for logs and reports. */
export type VmLabel = (vm: NamedVm) => string;

/** Returns labels for VMs: the name, with the resource group if another VM has the same name. */
export function vmLabels(vms: Iterable<NamedVm>): VmLabel {
  const keys = new Map<string, Set<string>>();
  for (const { vmKey, vmName } of vms) {
    const name = caseFold(vmName);
    keys.set(name, (keys.get(name) ?? new Set()).add(vmKey));
  }
  return (vm) => {
    const group = resourceGroupOf(vm);
    const isUnique = (keys.get(caseFold(vm.vmName))?.size ?? 1) < 2;
    return isUnique || group === null ? vm.vmName : `${vm.vmName} (${group})`;
  };
}

/** Returns the resource group of a VM in lower case; null if it is unknown. */
export function resourceGroupOf({ vmKey }: Pick<NamedVm, "vmKey">): string | null {
  return vmOfName(vmKey)?.resourceGroupName ?? null;
}

/** The sort order of VMs in output. */
export function byName(one: NamedVm, other: NamedVm): number {
  return one.vmName.localeCompare(other.vmName) || (one.vmKey < other.vmKey ? -1 : 1);
}
