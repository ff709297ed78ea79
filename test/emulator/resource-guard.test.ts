import {
  BACKUP,
  CONFIG,
  ITEMS,
  POLICIES,
  VAULTS,
  groupId,
  itemBody,
  itemId,
  makeVault,
  policyBody,
  protect,
  vaultId,
} from "./azurerm";
import { at, startClient, type Answer, type Client } from "./client";

const GUARDS = "2025-07-01";
const PREFIX = "Microsoft.RecoveryServices/vaults";
const ITEM_OPERATIONS = `${PREFIX}/backupFabrics/protectionContainers/protectedItems`;

let client: Client;
let guard: string;
let proxy: string;
beforeEach(async () => {
  client = await startClient({ speed: 0, scheduledBackups: false });
  await makeVault(client);
  await protect(client, "vm1");
  client.emulator.advance(60_000);
  guard = `${groupId(client)}/providers/Microsoft.DataProtection/resourceGuards/guard`;
  proxy = `${vaultId(client)}/backupResourceGuardProxies/VaultProxy`;
});

async function guardVault(...excluded: string[]): Promise<void> {
  await client.arm("PUT", guard, GUARDS, {
    location: "westeurope",
    properties: { vaultCriticalOperationExclusionList: excluded },
  });
  await client.arm("PUT", proxy, "2023-02-01", { properties: { resourceGuardResourceId: guard } });
}

const request = (name: string) => ({ resourceGuardOperationRequests: [`${guard}/${name}/default`] });
const stop = (more: object = {}) => {
  const { properties } = itemBody(client, "vm1");
  const body = { properties: { ...properties, policyId: "", protectionState: "ProtectionStopped", ...more } };
  return client.arm("PUT", itemId(client, "vm1"), ITEMS, body);
};
const deleteItem = () => client.arm("DELETE", itemId(client, "vm1"), ITEMS);
const unlock = (body: object) => client.arm("POST", `${proxy}/unlockDelete`, "2023-02-01", body);
const immutability = (state: string, more: object = {}) =>
  client.arm("PATCH", vaultId(client), VAULTS, {
    properties: { securitySettings: { immutabilitySettings: { state } }, ...more },
  });
const softDelete = (state: string, more: object = {}) =>
  client.arm("PATCH", `${vaultId(client)}/backupconfig/vaultconfig`, CONFIG, {
    properties: { softDeleteFeatureState: state, ...more },
  });
const policy = (count: number, more: object = {}) => {
  const body = structuredClone(policyBody()) as { properties: Record<string, unknown> };
  Object.assign((body.properties["retentionPolicy"] as { dailySchedule: { retentionDuration: object } }).dailySchedule, {
    retentionDuration: { count, durationType: "Days" },
  });
  return client.arm("PUT", `${vaultId(client)}/backupPolicies/guarded`, POLICIES, {
    properties: { ...body.properties, ...more },
  });
};

const REFUSED = [400, "ResourceGuard Operation requestid is either null or empty"];
const answered = (answer: Answer) => [answer.status, at(answer, "error.message")];

test("refuses every guarded operation without a request of the guard", async () => {
  await policy(30);
  await immutability("Unlocked");
  await guardVault();
  expect(answered(await stop())).toEqual(REFUSED);
  expect(answered(await deleteItem())).toEqual(REFUSED);
  expect(answered(await softDelete("Disabled"))).toEqual(REFUSED);
  expect(answered(await immutability("Disabled"))).toEqual(REFUSED);
  expect(answered(await policy(20))).toEqual(REFUSED);
  expect(answered(await client.arm("DELETE", proxy, "2023-02-01"))).toEqual(REFUSED);

  expect((await policy(40)).status).toBe(200);
  expect((await policy(20, request("updateProtectionPolicyRequests"))).status).toBe(200);
  expect((await immutability("Disabled", request("reduceImmutabilityRequests"))).status).toBe(200);
  expect((await immutability("Unlocked")).status).toBe(200);
  expect(answered(await immutability("Disabled"))).toEqual(REFUSED);
  expect((await softDelete("Disabled", request("disableSoftDeleteRequests"))).status).toBe(200);
  expect((await stop(request("updateProtectedItemRequests"))).status).toBe(202);
});

test("allows the operations that the guard excludes, except those it cannot exclude", async () => {
  await guardVault(`${ITEM_OPERATIONS}/write#stopProtectionWithRetainData`, `${PREFIX}/backupconfig/write`);
  expect((await stop()).status).toBe(202);
  expect(answered(await softDelete("Disabled"))).toEqual(REFUSED);
});

test("unlocks a deletion for ten minutes, and only for the named resource", async () => {
  await guardVault();
  const deletion = { ...request("deleteProtectedItemRequests"), resourceToBeDeleted: itemId(client, "vm1") };
  expect((await unlock(request("deleteProtectedItemRequests"))).status).toBe(400);
  expect((await unlock(deletion)).status).toBe(200);
  expect(at(await client.arm("GET", proxy, "2023-02-01"), "properties")).toEqual({ resourceGuardResourceId: guard });
  client.emulator.advance(600_000);
  expect(answered(await deleteItem())).toEqual(REFUSED);
  await unlock(deletion);
  expect((await deleteItem()).status).toBe(202);
  expect(answered(await client.arm("DELETE", proxy, "2023-02-01"))).toEqual(REFUSED);
  await unlock(request("deleteResourceGuardProxyRequests"));
  expect((await client.arm("DELETE", proxy, "2023-02-01")).status).toBe(200);
});

test("allows every operation on a vault without a guard", async () => {
  expect((await stop()).status).toBe(202);
  client.emulator.advance(60_000);
  expect((await client.arm("GET", `${vaultId(client)}/backupProtectedItems`, BACKUP)).status).toBe(200);
  expect((await deleteItem()).status).toBe(202);
});
