import { namesakeMatcher, VmIndex, vmMatcher } from "../../../lib/hook/vault/vm-matcher";
import { itemId } from "../fakes";

const vmIdOf = (subscription: string, name = "vm-web"): string =>
  `/subscriptions/${subscription}/resourceGroups/RG-App/providers/Microsoft.Compute/virtualMachines/${name}`;
const of = (vmName: string, vmId?: string) => ({ vmName, vmId, vmKey: `iaasvmcontainerv2;rg-app;${vmName.toLowerCase()}` });
const elsewhere = { vmName: "vm-web", vmKey: "iaasvmcontainerv2;rg-other;vm-web" };

test.each<[string, string, object, boolean]>([
  ["its name", "vm-web", of("vm-web"), true],
  ["its name in another case", "VM-WEB", of("vm-web"), true],
  ["another name", "vm-web", of("vm-db"), false],
  ["its id", vmIdOf("s1"), of("vm-web"), true],
  ["its id, if the item has it too", vmIdOf("s1"), of("vm-web", vmIdOf("S1")), true],
  ["the id of another VM", vmIdOf("s1", "vm-db"), of("vm-web"), false],
  ["the id of a VM of another subscription", vmIdOf("s1"), of("vm-web", vmIdOf("s2")), false],
  ["the id of a VM of another resource group", vmIdOf("s1"), elsewhere, false],
  ["its item id", itemId("vm-web"), of("vm-web"), true],
  ["its item id in another case", itemId("vm-web").toUpperCase(), of("vm-web"), true],
  ["the item id of another VM", itemId("vm-db"), of("vm-web"), false],
])("%s", (_, name, item, matches) => {
  const typed = item as ReturnType<typeof of>;
  expect(vmMatcher(name)(typed)).toBe(matches);
  expect(new VmIndex([of("vm-other"), typed]).named(name)).toEqual(matches ? [typed] : []);
});

test("returns every VM of a name", () => {
  expect(new VmIndex([of("vm-web"), of("vm-db"), elsewhere]).named("vm-web")).toEqual([of("vm-web"), elsewhere]);
});

test("an item is a namesake of a VM if it has its group and name, in any subscription", () => {
  const isNamesake = namesakeMatcher(vmIdOf("s1"));
  expect([of("vm-web", vmIdOf("s2")), of("vm-db"), elsewhere].map(isNamesake)).toEqual([true, false, false]);
  expect(namesakeMatcher("vm-web")(of("vm-web"))).toBe(false);
});
