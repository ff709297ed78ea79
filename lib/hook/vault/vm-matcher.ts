import { caseFold, isSameName } from "../../azure/case-fold";
import { parseProtectedItemId, parseVirtualMachineId } from "../../azure/resource-id";
import { vmContainerName, vmKeyOf } from "../../azure/vm-item-name";

/** An item, or a job, by what it says of its VM. */
interface OfVm {
  readonly vmKey: string;
  readonly vmName: string;
  readonly vmId?: string | undefined;
}

/**
 * Returns whether an item or a job is of the VM that `name` names: by its name, its id, or the id of its protected item. Only the id that
 * an item says its VM has tells it from the VM of another subscription with the same resource group and name.
 */
export function vmMatcher(name: string): (of: OfVm) => boolean {
  const item = parseProtectedItemId(name);
  if (item) return hasKey(vmKeyOf(item.itemName));
  const vm = parseVirtualMachineId(name);
  if (!vm) return ({ vmName }) => isSameName(vmName, name);
  const isOfKey = hasKey(vmKeyOf(vmContainerName(vm)));
  return (of) => {
    const own = parseVirtualMachineId(of.vmId ?? "");
    return isOfKey(of) && (own === undefined || isSameName(own.subscriptionId, vm.subscriptionId));
  };
}

/** Items or jobs by what names their VMs, so that a name is compared with few of them, however many there are. */
export class VmIndex<T extends OfVm> {
  private readonly byHandle = new Map<string, T[]>();

  constructor(all: Iterable<T>) {
    for (const one of all) {
      for (const handle of new Set([one.vmKey, caseFold(one.vmName)])) {
        const known = this.byHandle.get(handle);
        if (known) known.push(one);
        else this.byHandle.set(handle, [one]);
      }
    }
  }

  /** Those of the VM that `name` names. */
  named(name: string): T[] {
    const item = parseProtectedItemId(name);
    const vm = parseVirtualMachineId(name);
    const handle = item ? vmKeyOf(item.itemName) : vm ? vmKeyOf(vmContainerName(vm)) : caseFold(name);
    return (this.byHandle.get(handle) ?? []).filter(vmMatcher(name));
  }
}

/** Returns whether an item has the name that the item of a VM would have, though it may be that of another subscription's VM. */
export function namesakeMatcher(vmId: string): (of: OfVm) => boolean {
  const vm = parseVirtualMachineId(vmId);
  return vm ? hasKey(vmKeyOf(vmContainerName(vm))) : () => false;
}

function hasKey(key: string): (of: OfVm) => boolean {
  return ({ vmKey }) => vmKey === key;
}
