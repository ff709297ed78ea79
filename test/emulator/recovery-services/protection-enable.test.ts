import { newItem } from "../../../lib/emulator/recovery-services/items/protection-enable";
import type { Context } from "../../../lib/emulator/context";
import type { ProtectedItem, Vault } from "../../../lib/emulator/recovery-services/model";
import { contextOf, DAY, GROUP, ITEM_ID, itemOf, NOW, policyOf, refusalOf, VAULT_ID, vaultOf, VM_ID } from "./records";

const POLICY = `${VAULT_ID}/backupPolicies/daily`;
const NAME = "iaasvmcontainerv2;rg-app;vm-web";
const PARAMS = {
  ...{ subscriptionId: "s", resourceGroupName: "rg-app", vaultName: "rsv-app" },
  ...{ containerName: `IaasVMContainer;${NAME}`, itemName: `VM;${NAME}` },
};

interface Attempt {
  readonly params?: Partial<typeof PARAMS>;
  readonly properties?: object;
  readonly vault?: Vault;
  readonly prepare?: (context: Context) => void;
}

/** Protects the VM in a vault that holds nothing. */
function protect({ params, properties, vault = vaultOf(), prepare }: Attempt = {}): ProtectedItem {
  const context = contextOf([], { vault });
  context.state.protectedItems.delete(ITEM_ID);
  context.state.policies.set(POLICY, policyOf("daily"));
  prepare?.(context);
  return newItem(context, { ...PARAMS, ...params }, vault, { sourceResourceId: VM_ID, policyId: POLICY, ...properties }, 30);
}

const refused = (attempt: Attempt): string | undefined => refusalOf(() => protect(attempt));
const holding = (...items: ProtectedItem[]): Attempt => ({
  prepare: ({ state }) => {
    for (const item of items) state.protectedItems.set(item.id, item);
  },
});
const located = (body: object): Attempt => ({
  prepare: ({ state }) => {
    state.resources.set(VM_ID, { id: VM_ID, name: "vm-web", type: "Microsoft.Compute/virtualMachines", body: { ...body } });
  },
});

test("returns an item that is protected some seconds from now", () => {
  const item = itemOf({ policyId: POLICY, protectedAt: NOW + 30_000, scheduledUntil: NOW + 30_000 });
  expect(protect()).toEqual(item);
  expect(protect({ properties: { sourceResourceId: undefined, virtualMachineId: VM_ID } })).toEqual(item);
  expect(protect({ properties: { extendedProperties: {}, policyId: POLICY.toUpperCase() } })).toEqual({
    ...item,
    extendedProperties: {},
  });
});

test.each([
  [{ containerName: `IAASVMCONTAINER;${NAME.toUpperCase()}`, itemName: `vm;${NAME.toUpperCase()}` }, undefined],
  [{ containerName: NAME }, /^400 Container name is not in the correct format\. iaasvmcontainerv2;rg-app;vm-web$/],
  [{ containerName: "IaasVMContainer;rg-app;vm-web" }, /^400 Container name is not/],
  [{ containerName: `x IaasVMContainer;${NAME}` }, /^400 Container name is not/],
  [{ itemName: NAME }, /^400 Protected item name is not in the correct format\. iaasvmcontainerv2;rg-app;vm-web$/],
  [{ itemName: "VM;rg-app;vm-web" }, /^400 Protected item name is not/],
  [{ itemName: `x VM;${NAME}` }, /^400 Protected item name is not/],
  [
    { itemName: `VM;${NAME}2` },
    /sourceResourceId '.*\/vm-web' is not the id of the VM that 'VM;iaasvmcontainerv2;rg-app;vm-web2' names$/,
  ],
  [{ containerName: `IaasVMContainer;${NAME}2` }, /is not the id of the VM that/],
])("the names %j are refused, or not", (params, message) => {
  if (message) expect(refused({ params })).toMatch(message);
  else expect(refused({ params })).toBeUndefined();
});

test.each<[object, RegExp]>([
  [{ sourceResourceId: undefined }, /sourceResourceId '' is not the id of the VM/],
  [{ sourceResourceId: "vm-web" }, /sourceResourceId 'vm-web' is not the id of the VM/],
  [{ sourceResourceId: `${VM_ID}-2` }, /is not the id of the VM/],
  [
    { sourceResourceId: VM_ID.replace("/s/", "/t/") },
    /^400 Input for configure protection .*the virtual machine '\/subscriptions\/t\/.*' does not exist$/s,
  ],
  [{ policyId: undefined }, /policyId '' is not the id of a backup policy/],
  [{ policyId: POLICY.replace("rsv-app", "rsv-2") }, /policyId '.*' is of another vault than the item/],
  [{ policyId: `${POLICY}-2` }, /the policy '.*daily-2' does not exist/],
])("a request with %j is refused", (properties, message) => {
  expect(refused({ properties })).toMatch(message);
});

test.each<[object, string | undefined]>([
  [{ location: "westeurope" }, undefined],
  [{ location: "West Europe" }, undefined],
  [{}, undefined],
  [{ location: "eastus" }, "the virtual machine is in eastus, the vault in westeurope: they have to be in the same region"],
])("a VM with %j is refused, or not", (body, reason) => {
  const refusal = refused(located(body));
  if (reason === undefined) expect(refusal).toBeUndefined();
  else expect(refusal).toContain(reason);
});

const OTHER_VAULT = { id: `${VAULT_ID}-2/item`, vaultId: `${VAULT_ID}-2` };

test.each<[string, Partial<ProtectedItem>, boolean]>([
  ["another vault protects", OTHER_VAULT, true],
  ["another vault starts to protect", { ...OTHER_VAULT, protectedAt: NOW + DAY }, true],
  ["another vault protects, in another letter case", { ...OTHER_VAULT, vmId: VM_ID.toUpperCase() }, true],
  ["another vault holds soft-deleted", { ...OTHER_VAULT, deletion: { at: NOW - 1, recoverableUntil: NOW + 1 } }, false],
  ["the vault holds by another id", { id: `${VAULT_ID}/x`, vaultId: VAULT_ID.toUpperCase() }, false],
  ["nobody protects, but its neighbour", { ...OTHER_VAULT, vmId: `${VM_ID}-2` }, false],
])("a VM that %s is refused, or not", (_, item, isTaken) => {
  const refusal = refused(holding(itemOf(item)));
  if (isTaken)
    expect(refusal).toMatch(/^409 Virtual machine is already registered.* the virtual machine is in vault '.*rsv-app-2'$/);
  else expect(refusal).toBeUndefined();
});

test("a vault protects 1,000 VMs, and counts those that exist", () => {
  const items = Array.from({ length: 1000 }, (_, index) => {
    const vmId = `${GROUP}/providers/Microsoft.Compute/virtualMachines/vm-${index}`;
    return itemOf({ id: `${VAULT_ID}/items/${index}`, vmId });
  });
  expect(refused(holding(...items))).toBe("400 The vault has reached the limit of 1000 protected virtual machines.");
  expect(refused(holding(...items.slice(1)))).toBeUndefined();
  const [first = itemOf(), ...others] = items;
  expect(refused(holding({ ...first, deletion: { at: NOW - 2, recoverableUntil: NOW - 1 } }, ...others))).toBeUndefined();
});

test("a vault that cannot read its key protects no VM", () => {
  const keyUri = "https://kv.vault.azure.net/keys/k";
  const vault = vaultOf({ encryption: { keyVaultProperties: { keyUri }, kekIdentity: { useSystemAssignedIdentity: true } } });
  expect(refused({ vault })).toBe("400 The vault's identity cannot read the encryption key in the key vault.");
});
