import type { Context } from "../../../lib/emulator/context";
import { itemView } from "../../../lib/emulator/recovery-services/items/item-view";
import type { ProtectedItem } from "../../../lib/emulator/recovery-services/model";
import { recoveryPointsOf } from "../../../lib/emulator/recovery-services/recovery-points/recovery-points";
import { regionIdOf } from "../../../lib/emulator/recovery-services/region";
import { addBackupResource } from "../../../lib/emulator/recovery-services/seeds";
import { testContext } from "../context";
import { DAY, GROUP, ITEM_ID, NOW, policyOf, VAULT_ID, vaultOf, VM_ID } from "./records";

const POLICY = `${VAULT_ID}/backupPolicies/nightly`;
const DEFAULT = `${VAULT_ID}/backupPolicies/DefaultPolicy`;

type Seed = Parameters<typeof addBackupResource>[1];

function seeded(...seeds: Seed[]): Context {
  const context = testContext();
  for (const seed of seeds) addBackupResource(context, seed);
  return context;
}

function itemOf({ state }: Context): ProtectedItem {
  const item = state.protectedItems.get(ITEM_ID);
  if (!item) throw new Error("there is no item");
  return item;
}

const stateOf = (context: Context) =>
  (itemView(context, itemOf(context), { apiVersion: "2025-02-01" })["properties"] as { protectionState: string }).protectionState;

test("adds a vault with its group, which is ready at once", () => {
  const properties = { publicNetworkAccess: "Disabled" };
  const { state } = seeded({ id: VAULT_ID, location: "northeurope", tags: { a: "b" }, properties });
  expect(state.vaults.get(VAULT_ID)).toMatchObject({
    ...{ id: VAULT_ID, location: "northeurope", tags: { a: "b" }, sku: { name: "Standard" }, settledAt: NOW, properties },
  });
  expect(state.resourceGroups.get(GROUP)).toMatchObject({ location: "northeurope" });
  expect(state.policies.under(VAULT_ID).map(({ name }) => name)).toEqual(["DefaultPolicy", "EnhancedPolicy"]);
});

test("adds a vault in West Europe without tags by default, and leaves an existing one as it is", () => {
  const { state } = seeded({ id: VAULT_ID }, { id: VAULT_ID.toUpperCase(), location: "eastus", tags: { a: "b" } });
  expect(state.vaults.get(VAULT_ID)).toMatchObject({ id: VAULT_ID, location: "westeurope", tags: {} });
  expect([...state.vaults.values()]).toHaveLength(1);
});

test("adds a policy with its vault, and with the properties of DefaultPolicy unless it has some", () => {
  const { state } = seeded(
    { id: POLICY, location: "eastus" },
    { id: POLICY.toLowerCase(), properties: policyOf("x").properties },
  );
  expect(state.vaults.get(VAULT_ID)?.location).toBe("eastus");
  const inherited = state.policies.get(DEFAULT)?.properties;
  expect(state.policies.get(POLICY)).toEqual({ id: POLICY, name: "nightly", properties: inherited });
  const retentionPolicy = { dailySchedule: { retentionDuration: { count: 99 } } };
  const own = structuredClone(inherited ?? {}) as Record<string, Record<string, Record<string, object>>>;
  Object.assign(own["retentionPolicy"]?.["dailySchedule"] ?? {}, { retentionDuration: { count: 99, durationType: "Days" } });
  expect(seeded({ id: POLICY, properties: own }).state.policies.get(POLICY)?.properties).toMatchObject({ retentionPolicy });
  expect(seeded({ id: POLICY, properties: {} }).state.policies.get(POLICY)?.properties).toEqual(inherited);
});

test("adds a VM that has been protected for two days, and was backed up one day ago", () => {
  const context = seeded({ id: ITEM_ID, location: "northeurope" });
  expect(itemOf(context)).toMatchObject({
    ...{ vmId: VM_ID, policyId: DEFAULT, protection: "Protected", protectedAt: NOW - 2 * DAY, scheduledUntil: NOW },
  });
  expect(context.state.resources.get(VM_ID)?.body).toMatchObject({ location: "northeurope" });
  const [job, ...others] = context.state.jobs.ofItem(ITEM_ID);
  expect([job?.operation, job?.startTime, others]).toEqual(["Backup", NOW - DAY, []]);
  expect(job?.activityId).toMatch(/^[0-9a-f-]{36}$/);
  const [point] = recoveryPointsOf(context, itemOf(context));
  expect(point?.expiry).toBe(NOW + 30 * DAY);
  expect(stateOf(context)).toBe("Protected");
});

test.each<[string, string | undefined, number]>([
  ["IRPending", DEFAULT, 0],
  ["Protected", DEFAULT, 1],
  ["ProtectionStopped", undefined, 1],
  ["BackupsSuspended", DEFAULT, 1],
])("adds a VM whose protection is %s", (protectionState, policyId, points) => {
  const context = seeded({ id: ITEM_ID, properties: { protectionState } });
  expect([stateOf(context), itemOf(context).policyId]).toEqual([protectionState, policyId]);
  expect(recoveryPointsOf(context, itemOf(context))).toHaveLength(points);
});

test("adds the policy of a VM, and takes a VM that exists in another group", () => {
  const vmId = VM_ID.replace("/subscriptions/s/", "/subscriptions/t/");
  const context = seeded({ id: ITEM_ID, properties: { policyId: POLICY, sourceResourceId: vmId } });
  expect(itemOf(context)).toMatchObject({ policyId: POLICY, vmId });
  expect(context.state.policies.get(POLICY)).toMatchObject({ id: POLICY });
  expect(context.state.resources.get(vmId)).toMatchObject({ id: vmId });
  const tagged = testContext();
  const type = "Microsoft.Compute/virtualMachines";
  tagged.state.resources.set(VM_ID, { id: VM_ID, name: "vm-web", type, body: { location: "westeurope", tags: { of: "mine" } } });
  addBackupResource(tagged, { id: ITEM_ID });
  expect(tagged.state.resources.get(VM_ID)?.body).toMatchObject({ tags: { of: "mine" } });
});

test("leaves an item as it is, in any letter case of its id", () => {
  const context = seeded(
    { id: ITEM_ID },
    { id: ITEM_ID.replaceAll("vm-web", "VM-WEB"), properties: { protectionState: "ProtectionStopped" } },
  );
  expect(stateOf(context)).toBe("Protected");
  expect(context.state.jobs.ofItem(ITEM_ID)).toHaveLength(1);
  expect([...context.state.protectedItems.values()]).toHaveLength(1);
});

test.each<[Seed, string]>([
  [{ id: ITEM_ID, properties: { policyId: `${VAULT_ID}-2/backupPolicies/x` } }, "is of another vault than the item"],
  [{ id: ITEM_ID, properties: { policyId: "x" } }, "policyId 'x' is not the id of a backup policy"],
  [{ id: ITEM_ID, properties: { color: "red" } }, "'color' on object of type 'ProtectedItemResource'"],
  [{ id: POLICY, properties: { policyType: "V3" } }, "policyType"],
  [{ id: VAULT_ID.replace("rsv-app", "1") }, "The resource name '1' is invalid"],
])("throws a sentence with the id and the reasons, %#", (seed, reason) => {
  expect(() => seeded(seed)).toThrow(reason);
  expect(() => seeded(seed)).toThrow(new RegExp(`^resource '${seed.id}' cannot be added: .*; correct the seed$`, "s"));
  try {
    seeded(seed);
  } catch (error) {
    expect((error as Error).cause).toMatchObject({ status: 400 });
  }
});

test("ends Azure's text without a space", () => {
  expect(() => seeded({ id: POLICY, properties: { policyType: "V3" } })).toThrow("retention time and retention days; ");
});

test("separates the reasons from Azure's text", () => {
  expect(() => seeded({ id: ITEM_ID, properties: { policyId: "x" } })).toThrow(
    "Input provided for the call is invalid; policyId 'x' is not the id of a backup policy; correct the seed",
  );
});

test("passes on other errors", () => {
  const context = testContext();
  const broken = Object.create(context, {
    clock: {
      get: () => {
        throw new TypeError("no clock");
      },
    },
  }) as Context;
  expect(() => {
    addBackupResource(broken, { id: VAULT_ID });
  }).toThrow("no clock");
});

test("the id of a vault's region is in its subscription", () => {
  expect(regionIdOf(vaultOf())).toBe("/subscriptions/s/providers/Microsoft.RecoveryServices/locations/westeurope");
});
