import { containerResourceName, isClassicVm, vmContainerName, vmItemName, vmKeyOf, vmOfName } from "../../lib/azure/vm-item-name";

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
