import { findInvalidCharacter } from "../../lib/azure/id-characters";

const idOf = (kind: string, name: string): string => `/subscriptions/s/${kind}/${name}`;

test.each([
  ["resourceGroups", "rg(ä)_1.x", undefined],
  ["resourceGroups", "rg app", " "],
  ["resourceGroups", "rg'", "'"],
  ["resourceGroups", "rg;1", ";"],
  ["RESOURCEGROUPS", "rg\u202e", "\u202e"],
  ["virtualMachines", "vm-ü٣_1.x", undefined],
  ["virtualMachines", "vm(1)", "("],
  ["VirtualMachines", "vm 1", " "],
  ["actionGroups", "ops team (x) 'y' <z>", undefined],
  ["actionGroups", " ops", " "],
  ["actionGroups", "ops ", " "],
  ["ACTIONGROUPS", "ops\u00a0team", "\u00a0"],
  ["actionGroups", "100%", "%"],
  ["actionGroups", "ops\n", "\n"],
  ["vaults", "vault-ä;(1)", undefined],
  ["vaults", "vault app", " "],
  ["vaults", 'vault"', '"'],
  ["vaults", "vault?", "?"],
  ["vaults", "vault#", "#"],
  ["vaults", "vault`", "`"],
  ["vaults", "vault\u200b", "\u200b"],
  ["vaults", "vault\u0007", "\u0007"],
  ["vaults", "vault\ud800", "\ud800"],
  ["vaults", "vault\ue000", "\ue000"],
])("%s: '%s' has the invalid character %j", (kind, name, character) => {
  expect(findInvalidCharacter(idOf(kind, name))).toEqual(character === undefined ? undefined : { name, character });
});

test("returns nothing for plain letters, digits and signs", () => {
  expect(findInvalidCharacter(idOf("vaults", "Vault_1.x-2"))).toBeUndefined();
});

test("returns the first name with an invalid character, by the kind before it", () => {
  expect(findInvalidCharacter("/actionGroups/a b/vaults/c d")).toEqual({ name: "c d", character: " " });
  expect(findInvalidCharacter("a b/vaults/c")).toEqual({ name: "a b", character: " " });
});
