import { caseFold } from "../../azure/case-fold";
import { parseProtectedItemId, parseVirtualMachineId } from "../../azure/resource-id";

/**
 * What the names of a VM's protected item, of its container and of its jobs' container have in common, such as
 * `iaasvmcontainerv2;rg-app;vm-web`.
 */
export function vmKeyOf(name: string): string {
  return caseFold(name).replace(/^(iaasvmcontainer;|vm;)(?=iaasvmcontainer)/, "");
}

/** The name of the VM in a key, or in the name of an item or of a container. */
export function vmNameIn(key: string): string {
  return key.slice(key.lastIndexOf(";") + 1);
}

/** Returns whether an item or a job is of the VM that `name` names: by its name, its id, or the id of its protected item. */
export function vmMatcher(name: string): (of: { readonly vmKey: string; readonly vmName: string }) => boolean {
  const item = parseProtectedItemId(name);
  const vm = parseVirtualMachineId(name);
  const key =
    item === undefined ? vm && vmKeyOf(`iaasvmcontainerv2;${vm.resourceGroupName};${vm.vmName}`) : vmKeyOf(item.itemName);
  if (key !== undefined) return ({ vmKey }) => vmKey === key;
  const folded = caseFold(name);
  return ({ vmName }) => caseFold(vmName) === folded;
}
