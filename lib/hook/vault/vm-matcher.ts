import { caseFold, isSameName } from "../../azure/case-fold";
import { parseProtectedItemId, parseVirtualMachineId } from "../../azure/resource-id";
import { vmContainerName, vmKeyOf } from "../../azure/vm-item-name";

/** The fields of an item or a job that identify its VM. */
interface OfVm {
  readonly vmKey: string;
  readonly vmName: string;
  readonly vmId?: string | undefined;
}

/**
 * Returns a predicate: whether an item or a job is of the VM named by its name, its id, or its protected item id. Only the VM id of an item
 * distinguishes VMs of two subscriptions with the same resource group and name.
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

/** An index of items or jobs by VM name and key, so that a name is compared with few of them. */
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

  /** Returns the entries of the VM that `name` names. */
  named(name: string): T[] {
    const item = parseProtectedItemId(name);
    const vm = parseVirtualMachineId(name);
    const handle = item ? vmKeyOf(item.itemName) : vm ? vmKeyOf(vmContainerName(vm)) : caseFold(name);
    return (this.byHandle.get(handle) ?? []).filter(vmMatcher(name));
  }
}

/** Returns a predicate: whether an item has the name that a VM's item would have. It may be the item of another subscription's VM. */
export function namesakeMatcher(vmId: string): (of: OfVm) => boolean {
  const vm = parseVirtualMachineId(vmId);
  return vm ? hasKey(vmKeyOf(vmContainerName(vm))) : () => false;
}

function hasKey(key: string): (of: OfVm) => boolean {
  return ({ vmKey }) => vmKey === key;
}
