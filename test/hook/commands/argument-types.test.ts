import { vaultId, vmNames } from "../../../lib/hook/commands/argument-types";
import { itemId, VAULT_ID } from "../fakes";

const VM_ID = "/subscriptions/s/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/vm-web";
const CONTAINERS = `${VAULT_ID}/backupFabrics/Azure/protectionContainers`;
const SQL = `${CONTAINERS}/VMAppContainer;Compute;rg-app;vm-sql/protectedItems/SQLDataBase;mssqlserver;sales`;
const SHARE = `${CONTAINERS}/StorageContainer;storage;rg-app;files/protectedItems/AzureFileShare;share`;

test.each(["vm-web", VM_ID, itemId("vm-web"), itemId("vm-web").toUpperCase()])("vmNames takes %s", (text) => {
  expect(vmNames(text)).toEqual([text]);
  expect(vmNames(text, ["before"])).toEqual(["before", text]);
});

test.each([
  [SQL, /^it is a protected item of another kind, such as a database/],
  [SHARE, /^it is a protected item of another kind/],
  ["", /^it must be the name of a VM, its id/],
  [VAULT_ID, /^it must be the name of a VM/],
  [`${VM_ID}/extensions/agent`, /^it must be the name of a VM/],
  ["rg-app/vm-web", /^it must be the name of a VM/],
  [`C:/Program Files/Git${VM_ID}`, /^Git Bash converted the id to a Windows path; set MSYS_NO_PATHCONV=1/],
  [`D:\\msys64${itemId("vm-web").replaceAll("/", "\\")}`, /^Git Bash converted/],
])("vmNames throws for %s", (text, message) => {
  expect(() => vmNames(text)).toThrow(message);
});

test.each([
  [`C:/Program Files/Git${VAULT_ID}`, /^Git Bash converted the id to a Windows path; set MSYS_NO_PATHCONV=1/],
  [VM_ID, /vaults\/<name>$/],
  ["vm-db", /repeat the flag$/],
])("vaultId throws for %s", (text, message) => {
  expect(() => vaultId(text)).toThrow(message);
});
