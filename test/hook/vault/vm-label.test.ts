import { byName, resourceGroupOf, vmLabels } from "../../../lib/hook/vault/vm-label";

const vm = (vmName: string, group: string) => ({ vmName, vmKey: `iaasvmcontainerv2;${group};${vmName.toLowerCase()}` });

test("a VM is called by its name, and by its resource group too if another one has the same name", () => {
  const vms = [vm("vm-web", "rg-a"), vm("VM-Web", "rg-b"), vm("vm-db", "rg-a")];
  expect(vms.map(vmLabels(vms))).toEqual(["vm-web (rg-a)", "VM-Web (rg-b)", "vm-db"]);
});

test("two jobs of one VM are no namesakes", () => {
  const twice = [vm("vm-web", "rg-a"), vm("vm-web", "rg-a")];
  expect(twice.map(vmLabels(twice))).toEqual(["vm-web", "vm-web"]);
});

test("returns no resource group for a VM whose container is not known", () => {
  expect(resourceGroupOf({ vmKey: "vm-web" })).toBeNull();
  expect(vmLabels([vm("vm-web", "rg-a")])({ vmKey: "vm-web", vmName: "vm-web" })).toBe("vm-web");
});

test("namesakes are in the order of their resource groups", () => {
  const vms = [vm("vm-web", "rg-c"), vm("vm-app", "rg-z"), vm("vm-web", "rg-a")];
  expect(vms.sort(byName).map(resourceGroupOf)).toEqual(["rg-z", "rg-a", "rg-c"]);
});
