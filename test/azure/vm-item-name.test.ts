import {
  containerResourceName,
  isClassicVm,
  isVmItemName,
  vmContainerName,
  vmItemName,
  vmKeyOf,
  vmNameIn,
  vmOfName,
} from "../../lib/azure/vm-item-name";

const VM = { resourceGroupName: "RG-App", vmName: "vm-Web" };

test("returns one key and one VM for the names of its container, item and job", () => {
  const container = vmContainerName(VM);
  for (const name of [container, containerResourceName(container), vmItemName(VM), vmItemName(VM).toUpperCase()]) {
    expect(vmKeyOf(name)).toBe("iaasvmcontainerv2;rg-app;vm-web");
  }
  for (const name of [container, containerResourceName(container), vmItemName(VM)]) expect(vmOfName(name)).toEqual(VM);
});

test.each(["VM;iaasvmcontainer;rg-app;vm-old", "SQLDataBase;mssqlserver;master", "vm-web", "iaasvmcontainerv2;rg-app", ""])(
  "returns no VM of Resource Manager for '%s'",
  (name) => {
    expect(vmOfName(name)).toBeUndefined();
  },
);

test("isClassicVm returns true for the key of a classic VM only", () => {
  expect(isClassicVm(vmKeyOf("VM;iaasvmcontainer;rg-old;vm-old"))).toBe(true);
  expect(isClassicVm(vmKeyOf(vmItemName(VM)))).toBe(false);
});

test("returns the VM's name in every form", () => {
  expect([vmItemName(VM), vmContainerName(VM), "vm-web"].map(vmNameIn)).toEqual(["vm-Web", "vm-Web", "vm-web"]);
});

test.each([
  [vmItemName(VM), true],
  [vmItemName(VM).toUpperCase(), true],
  [containerResourceName(vmContainerName(VM)), true],
  [vmContainerName(VM), true],
  ["VM;iaasvmcontainer;rg-old;vm-old", true],
  ["x;VM;iaasvmcontainerv2;rg;vm", false],
  ["VM;iaasvmcontainerv2;rg;vm/x", false],
  ["VM;iaasvmcontainerv2;rg;vm;x", false],
  ["VM;iaasvmcontainerv2;;vm", false],
  ["VM;iaasvmcontainerv2;rg;", false],
  ["VM;iaasvmcontainerv3;rg;vm", false],
  ["SQLDataBase;mssqlserver;master", false],
])("'%s' is the name of a VM's item or container: %s", (name, expected) => {
  expect(isVmItemName(name)).toBe(expected);
});

test.each([`x;${vmItemName(VM)}`, `${vmItemName(VM)};x`, `${vmItemName(VM)}/x`])("'%s' names no VM", (name) => {
  expect(vmOfName(name)).toBeUndefined();
});

test("the key keeps a prefix that is not at the start", () => {
  expect(vmKeyOf(`x;${vmItemName(VM)}`)).toBe("x;vm;iaasvmcontainerv2;rg-app;vm-web");
});
