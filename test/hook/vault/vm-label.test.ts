import { byName, resourceGroupOf, vmLabels } from "../../../lib/hook/vault/vm-label";

const vm = (vmName: string, group: string) => ({ vmName, vmKey: `iaasvmcontainerv2;${group};${vmName.toLowerCase()}` });

test("returns the name, and the resource group if another VM has the same name", () => {
  const vms = [vm("vm-web", "rg-a"), vm("VM-Web", "rg-b"), vm("vm-db", "rg-a")];
  expect(vms.map(vmLabels(vms))).toEqual(["vm-web (rg-a)", "VM-Web (rg-b)", "vm-db"]);
});

test("returns the name alone for two jobs of one VM", () => {
  const twice = [vm("vm-web", "rg-a"), vm("vm-web", "rg-a")];
  expect(twice.map(vmLabels(twice))).toEqual(["vm-web", "vm-web"]);
});

test("returns no resource group for a VM whose container is not known", () => {
  expect(resourceGroupOf({ vmKey: "vm-web" })).toBeNull();
  expect(vmLabels([vm("vm-web", "rg-a")])({ vmKey: "vm-web", vmName: "vm-web" })).toBe("vm-web");
});

test("sorts VMs of one name by resource group", () => {
  const vms = [vm("vm-web", "rg-c"), vm("vm-app", "rg-z"), vm("vm-web", "rg-a")];
  expect(vms.sort(byName).map(resourceGroupOf)).toEqual(["rg-z", "rg-a", "rg-c"]);
});

test("names a VM without a known group, or that it was not told of, by its name alone", () => {
  const nameless = { vmName: "vm-web", vmKey: "vm-web" };
  const labelOf = vmLabels([nameless, { vmName: "vm-web", vmKey: "iaasvmcontainerv2;rg-b;vm-web" }]);
  expect(labelOf(nameless)).toBe("vm-web");
  expect(labelOf({ vmName: "vm-other", vmKey: "iaasvmcontainerv2;rg-b;vm-other" })).toBe("vm-other");
});

test("sorts VMs by name, and those of one name by group", () => {
  const vm = (vmName: string, group: string) => ({ vmName, vmKey: `iaasvmcontainerv2;${group};${vmName}` });
  const sorted = [vm("vm-a", "rg-a"), vm("vm-a", "rg-b"), vm("vm-b", "rg-a")];
  for (const vms of [sorted, [...sorted].reverse()]) expect([...vms].sort(byName)).toEqual(sorted);
});
