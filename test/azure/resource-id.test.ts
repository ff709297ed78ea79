import { caseFold } from "../../lib/azure/case-fold";
import {
  formatBackupPolicyId,
  formatProtectedItemId,
  formatVaultId,
  formatVirtualMachineId,
  isInVault,
  parseBackupPolicyId,
  parseProtectedItemId,
  parseVaultId,
  parseVmItemId,
  parseVirtualMachineId,
  protectedItemIdOf,
} from "../../lib/azure/resource-id";

const VM = "/subscriptions/s/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/vm-web";
const VAULT = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/v";
const ITEM = `${VAULT}/backupFabrics/Azure/protectionContainers/iaasvmcontainer;iaasvmcontainerv2;rg-app;vm-web/protectedItems/VM;iaasvmcontainerv2;rg-app;vm-web`;

test.each([
  ["a virtual machine", VM, parseVirtualMachineId, formatVirtualMachineId],
  ["a vault", VAULT, parseVaultId, formatVaultId],
  ["a policy", `${VAULT}/backupPolicies/gold`, parseBackupPolicyId, formatBackupPolicyId],
  ["a protected item", ITEM, parseProtectedItemId, formatProtectedItemId],
] as [string, string, (id: string) => object | undefined, (id: never) => string][])(
  "parses the id of %s in any case, and formats it in azurerm's case",
  (_what, id, parse, format) => {
    expect(format(parse(id) as never)).toBe(id);
    const upperCase = parse(id.toUpperCase());
    expect(caseFold(format(upperCase as never))).toBe(caseFold(id));
    expect(format(upperCase as never)).toContain("/subscriptions/S/resourceGroups/RG");
  },
);

test.each([
  [parseVirtualMachineId, `${VM}/extensions/x`],
  [parseVirtualMachineId, VAULT],
  [parseVirtualMachineId, VM.slice(1)],
  [parseVirtualMachineId, VM.replace("virtualMachines", "virtualMachineScaleSets")],
  [parseVaultId, `${VAULT}/`],
  [parseVaultId, VAULT.replace("/v", "")],
  [parseBackupPolicyId, VAULT],
  [parseProtectedItemId, ITEM.replace("/protectedItems", "")],
  [parseVaultId, VAULT.replace("/v", "/..")],
  [parseVaultId, VAULT.replace("/v", "/v%2F..")],
  [parseVaultId, VAULT.replace("/v", "/v?x")],
  [parseVaultId, VAULT.replace("/v", "/v#x")],
  [parseVaultId, VAULT.replace("/v", "/v\\x")],
  [parseVaultId, VAULT.replace("/v", "/v\nx")],
  [parseProtectedItemId, ITEM.replace(/protectionContainers\/[^/]+/, "protectionContainers/.")],
])("%p returns undefined for %s", (parse, id) => {
  expect(parse(id)).toBeUndefined();
});

test("protectedItemIdOf returns the id that azurerm gives the item of a VM", () => {
  const [vault, vm] = [parseVaultId(VAULT), parseVirtualMachineId(VM)];
  if (!vault || !vm) throw new Error("the ids above are valid");
  expect(formatProtectedItemId(protectedItemIdOf(vault, vm))).toBe(ITEM);
});

test.each([
  ["a VM", ITEM, true],
  ["a VM, in upper case", ITEM.toUpperCase(), true],
  ["a database", ITEM.replace("VM;iaasvmcontainerv2;rg-app;vm-web", "SQLDataBase;mssqlserver;master"), false],
  [
    "a VM in a container that is not one",
    ITEM.replace("iaasvmcontainer;iaasvmcontainerv2;rg-app;vm-web/", "VMAppContainer;x/"),
    false,
  ],
  ["a vault", VAULT, false],
])("parseVmItemId accepts the item of a VM only: %s", (_, id, accepted) => {
  expect(parseVmItemId(id)).toEqual(accepted ? parseProtectedItemId(id) : undefined);
});

test("isInVault compares the vault of an item in any case", () => {
  const item = parseProtectedItemId(ITEM);
  if (!item) throw new Error("the id is not parsed");
  expect([VAULT, VAULT.toUpperCase(), `${VAULT}2`].map((vault) => isInVault(item, vault))).toEqual([true, true, false]);
});

test.each(["", "/subscriptions", `${VM}/x`, VM.slice(0, -"vm-web".length), VM.replace("/s/", "//")])("'%s' is no id", (id) => {
  for (const parse of [parseVirtualMachineId, parseVaultId, parseBackupPolicyId, parseProtectedItemId])
    expect(parse(id)).toBeUndefined();
});

test.each([".", "..", "a?b", "a#b", "a%b", "a\\b", "a\u0000b", "a\u001fb", "a\u007fb", "a\u009fb", "?"])(
  "a name that a URL reads as something else (%j) is in no id",
  (name) => {
    expect(parseVirtualMachineId(VM.replace("vm-web", () => name))).toBeUndefined();
    expect(parseVaultId(VAULT.replace("resourceGroups/rg", () => `resourceGroups/${name}`))).toBeUndefined();
  },
);

test.each(["...", "a b", "a~b", "a\u00a0b", "ä"])("a name with other characters (%j) is in an id", (name) => {
  expect(parseVirtualMachineId(VM.replace("vm-web", () => name))).toMatchObject({ vmName: name });
});
