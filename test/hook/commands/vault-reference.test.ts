import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resolveVault } from "../../../lib/hook/commands/resolve-vault";
import { type VaultFlags, vaultReference } from "../../../lib/hook/commands/vault-options";
import { ExitCode } from "../../../lib/contract/exit-code";
import { itemId, VAULT_ID } from "../fakes";

const ENVIRONMENT = { ARM_SUBSCRIPTION_ID: "sub-env" };
const OTHER = VAULT_ID.replace("rsv-app", "rsv-other");

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "vault-reference-"));
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

function file(content: unknown): string {
  const path = join(directory, "cdk.tf.json");
  writeFileSync(path, typeof content === "string" || Buffer.isBuffer(content) ? content : JSON.stringify(content));
  return path;
}

const resolve = (argument: string | undefined, flags: VaultFlags, env: NodeJS.ProcessEnv = ENVIRONMENT): Promise<string> =>
  resolveVault(vaultReference(argument, flags), env);

const refused = (message: RegExp): Error =>
  expect.objectContaining({ exitCode: ExitCode.badInput, message: expect.stringMatching(message) as string }) as Error;

test("takes an id as an argument, as a flag, or as both if they are equal", async () => {
  expect(await resolve(VAULT_ID, {})).toBe(VAULT_ID);
  expect(await resolve(undefined, { vaultId: VAULT_ID })).toBe(VAULT_ID);
  expect(await resolve(VAULT_ID, { vaultId: VAULT_ID })).toBe(VAULT_ID);
});

test("takes a name in the subscription of the flag or of the environment", async () => {
  const flags = { resourceGroup: "rg", vaultName: "rsv" };
  const tail = "resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/rsv";
  expect(await resolve(undefined, flags)).toBe(`/subscriptions/sub-env/${tail}`);
  expect(await resolve(undefined, { ...flags, subscription: ["sub-flag"] })).toBe(`/subscriptions/sub-flag/${tail}`);
});

test.each<[string, string | undefined, VaultFlags, RegExp]>([
  ["none", undefined, {}, /^the vault must be named, got none; use one of \[vault-id\]/],
  ["two", VAULT_ID, { fromStack: "x" }, /^the vault must be named once, got 2 references/],
  ["two ids", VAULT_ID, { vaultId: OTHER }, /^the vault must be named once, got 2 references/],
  ["half a name", undefined, { vaultName: "rsv" }, /^--vault-name needs --resource-group, got 'rsv' alone/],
  ["half a place", undefined, { resourceGroup: "rg" }, /^--resource-group needs --vault-name, got 'rg' alone/],
  ["an id for a name", undefined, { resourceGroup: "rg", vaultName: VAULT_ID }, /must be names, got '\/subscriptions/],
])("%s is refused", async (_, argument, flags, message) => {
  await expect(async () => resolve(argument, flags)).rejects.toThrow(refused(message));
});

test("throws for a name without a subscription", async () => {
  const flags = { resourceGroup: "rg", vaultName: "rsv" };
  await expect(async () => resolve(undefined, flags, {})).rejects.toThrow(
    refused(/set ARM_SUBSCRIPTION_ID or use --subscription$/),
  );
});

test.each<[string, unknown]>([
  ["cdktf output --outputs-file", { backup: { vaultId: VAULT_ID, note: "x" } }],
  ["terraform output -json", { vaultId: { sensitive: false, type: "string", value: VAULT_ID } }],
  ["protected items only", { backup: { items: { web: itemId("vm-web"), db: itemId("vm-db") } } }],
  ["one vault in two spellings", { a: VAULT_ID, b: VAULT_ID.toUpperCase().replace("/SUBSCRIPTIONS", "/subscriptions") }],
  ["Windows PowerShell's redirection, in UTF-16", Buffer.from(`\uFEFF${JSON.stringify({ vault: VAULT_ID })}`, "utf16le")],
  ["an editor that writes a mark", `\uFEFF${JSON.stringify({ vault: VAULT_ID })}`],
])("from the outputs of %s", async (_, outputs) => {
  expect(await resolve(undefined, { fromOutputs: file(outputs) })).toBe(VAULT_ID);
});

test.each<[string, unknown, RegExp]>([
  ["no vault", { a: "x" }, /which has none; add a TerraformOutput of the vault's id/],
  ["two vaults", { a: VAULT_ID, b: OTHER }, /which has 2; choose one of '.*rsv-app', '.*rsv-other' with --vault-id$/],
  ["no JSON", "{", /^--from-outputs must name a JSON file/],
])("outputs with %s are refused", async (_, outputs, message) => {
  await expect(async () => resolve(undefined, { fromOutputs: file(outputs) })).rejects.toThrow(refused(message));
});

test("throws for a file that does not exist", async () => {
  await expect(async () => resolve(undefined, { fromOutputs: join(directory, "none.json") })).rejects.toThrow(
    refused(/none\.json' \(ENOENT\)/),
  );
});

const STACK = {
  provider: { azurerm: [{ features: [{}] }] },
  resource: {
    azurerm_resource_group: { group: { name: "rg-backup", location: "westeurope" } },
    azurerm_recovery_services_vault: { vault: { name: "rsv", resource_group_name: "${azurerm_resource_group.group.name}" } },
    azurerm_backup_protected_vm: { vms: { recovery_vault_name: "${azurerm_recovery_services_vault.vault.name}" } },
  },
};
const IN_STACK = "resourceGroups/rg-backup/providers/Microsoft.RecoveryServices/vaults/rsv";

test("reads the vault of a synthesized stack, by its folder or file, and follows references", async () => {
  const path = file(STACK);
  expect(await resolve(undefined, { fromStack: directory })).toBe(`/subscriptions/sub-env/${IN_STACK}`);
  expect(await resolve(undefined, { fromStack: path })).toBe(`/subscriptions/sub-env/${IN_STACK}`);
  file({ ...STACK, provider: { azurerm: [{ subscription_id: "sub-stack" }] } });
  expect(await resolve(undefined, { fromStack: directory })).toBe(`/subscriptions/sub-stack/${IN_STACK}`);
});

test("reads the vault of a stack that only protects VMs in it", async () => {
  const azurerm_backup_protected_vm = { vms: { recovery_vault_name: "rsv", resource_group_name: "rg-backup" } };
  file({ resource: { azurerm_backup_protected_vm } });
  expect(await resolve(undefined, { fromStack: directory })).toBe(`/subscriptions/sub-env/${IN_STACK}`);
});

test("names a value that is not a literal", async () => {
  file({ resource: { azurerm_recovery_services_vault: { v: { name: "${var.vault}", resource_group_name: "rg" } } } });
  await expect(async () => resolve(undefined, { fromStack: directory })).rejects.toThrow(
    refused(/^--from-stack reads literal values only, got references in '.*': name of 'v' \(\$\{var\.vault\}\)/),
  );
});
