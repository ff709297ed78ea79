import { caseFold } from "../../azure/case-fold";
import { parseProtectedItemId, parseVirtualMachineId } from "../../azure/resource-id";
import { vmContainerName, vmKeyOf } from "../../azure/vm-item-name";

/** Returns whether an item or a job is of the VM that `name` names: by its name, its id, or the id of its protected item. */
export function vmMatcher(name: string): (of: { readonly vmKey: string; readonly vmName: string }) => boolean {
  const item = parseProtectedItemId(name);
  const vm = parseVirtualMachineId(name);
  const key = item ? vmKeyOf(item.itemName) : vm && vmKeyOf(vmContainerName(vm));
  if (key !== undefined) return ({ vmKey }) => vmKey === key;
  const folded = caseFold(name);
  return ({ vmName }) => caseFold(vmName) === folded;
}
