import { isSameName } from "../../azure/case-fold";
import type { GenericResource } from "../arm/generic-resources";
import type { Context } from "../context";
import { list, member, propertiesOf } from "./body";
import type { Json } from "./resource-type";

const VM = "Microsoft.Compute/virtualMachines";

/** The VM that a disk or a network interface is attached to. */
export function vmWith({ state }: Context, id: string): GenericResource | undefined {
  for (const vm of state.resources.values()) {
    if (vm.type === VM && attachmentsOf(vm).some((attached) => isSameName(idOf(attached), id))) return vm;
  }
  return undefined;
}

/** Deletes with a VM what it was told to take along; everything else stays. */
export function deleteAttached({ state }: Context, vm: GenericResource): void {
  for (const attached of attachmentsOf(vm)) {
    const deleteOption = attached["deleteOption"] ?? member(attached, "properties")["deleteOption"];
    if (deleteOption === "Delete") state.resources.delete(idOf(attached));
  }
}

/** The disks and network interfaces of a VM, as its profiles name them. */
function attachmentsOf(vm: GenericResource): Json[] {
  const storage = member(propertiesOf(vm), "storageProfile");
  const interfaces = list(member(propertiesOf(vm), "networkProfile"), "networkInterfaces");
  return [member(storage, "osDisk"), ...list(storage, "dataDisks"), ...interfaces];
}

function idOf(attached: Json): string {
  const id = attached["id"] ?? member(attached, "managedDisk")["id"];
  return typeof id === "string" ? id : "";
}
