import { isSameName } from "../../azure/case-fold";
import type { GenericResource } from "../arm/generic-resources";
import type { Context } from "../context";
import { list, member, propertiesOf } from "./body";
import type { Json } from "./resource-type";

const VM = "Microsoft.Compute/virtualMachines";

/** Returns the VM to which a disk or a network interface is attached. */
export function vmWith({ state }: Context, id: string): GenericResource | undefined {
  for (const vm of state.resources.values()) {
    if (vm.type === VM && attachmentsOf(vm).some((attached) => isSameName(idOf(attached), id))) return vm;
  }
  return undefined;
}

/** Deletes the disks and network interfaces of a deleted VM whose `deleteOption` is `Delete`. The others stay. */
export function deleteAttached({ state }: Context, vm: GenericResource): void {
  for (const attached of attachmentsOf(vm)) {
    const deleteOption = attached["deleteOption"] ?? member(attached, "properties")["deleteOption"];
    if (deleteOption === "Delete") state.resources.delete(idOf(attached));
  }
}

/** Returns the disks and network interfaces in a VM's profiles. */
function attachmentsOf(vm: GenericResource): Json[] {
  const storage = member(propertiesOf(vm), "storageProfile");
  const interfaces = list(member(propertiesOf(vm), "networkProfile"), "networkInterfaces");
  return [member(storage, "osDisk"), ...list(storage, "dataDisks"), ...interfaces];
}

function idOf(attached: Json): string {
  const id = attached["id"] ?? member(attached, "managedDisk")["id"];
  return typeof id === "string" ? id : "";
}
