import { parseVirtualMachineId } from "../../azure/resource-id";
import { ArmError } from "../arm/arm-error";
import type { Disk, ResourceReader, VirtualMachine } from "../restore/resources";
import type { ProtectedItem } from "../vault/protected-item";

/** The VM that was backed up, as it is now, as far as it exists and may be read. */
export interface Source {
  readonly vm: VirtualMachine | undefined;
  readonly osDisk: Disk | undefined;
  /** Why the VM, or its OS disk, is not known. */
  readonly missing: string | undefined;
}

export async function readSource({ vmId }: Pick<ProtectedItem, "vmId">, resources: ResourceReader): Promise<Source> {
  if (vmId === undefined || !parseVirtualMachineId(vmId)) return unknown("the vault does not tell the id of the source VM");
  try {
    const vm = await resources.virtualMachine(vmId);
    if (!vm) return unknown("the source VM does not exist any more");
    if (vm.osDiskId === undefined) return { vm, osDisk: undefined, missing: "Azure does not tell the OS disk of the source VM" };
    const osDisk = await resources.disk(vm.osDiskId);
    return { vm, osDisk, missing: osDisk ? undefined : "the OS disk of the source VM does not exist" };
  } catch (error) {
    if (!(error instanceof ArmError) || error.status === 401) throw error;
    return unknown(`the source VM cannot be read (${error.code ?? error.status ?? "no answer"})`);
  }
}

function unknown(missing: string): Source {
  return { vm: undefined, osDisk: undefined, missing };
}
