import { fold, parseProtectedItemId, parseVirtualMachineId } from "../../azure/resource-id";
import { vmKeyOf } from "../arm/json";

/** Whether an item or a job is of the VM that somebody named: by its name, its id, or the id of its protected item. */
export function keyOf(name: string): (of: { readonly vmKey: string; readonly vmName: string }) => boolean {
  const item = parseProtectedItemId(name);
  const vm = parseVirtualMachineId(name);
  const key =
    item === undefined ? vm && vmKeyOf(`iaasvmcontainerv2;${vm.resourceGroupName};${vm.vmName}`) : vmKeyOf(item.itemName);
  return key === undefined ? ({ vmName }) => fold(vmName) === fold(name) : ({ vmKey }) => vmKey === key;
}
