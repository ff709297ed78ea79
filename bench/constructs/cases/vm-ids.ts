const VMS =
  "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines";

/** Ids of VMs, by the key of each. */
export function vmIds(count: number, first = 0): [key: string, vmId: string][] {
  return Array.from({ length: count }, (_, index) => {
    const name = `vm-${String(first + index).padStart(5, "0")}`;
    return [name, `${VMS}/${name}`];
  });
}
