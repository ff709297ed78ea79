import { changedItem } from "../../../lib/emulator/recovery-services/items/protection-change";
import type { ProtectedItem } from "../../../lib/emulator/recovery-services/model";
import { contextOf, dailyRetention, DAY, GROUP, itemOf, NOW, policyOf, refusalOf, VAULT_ID, vaultOf, VM_ID } from "./records";

const SOFT_DELETED = { deletion: { at: NOW - 1, recoverableUntil: NOW + DAY } };
const IMMUTABLE = vaultOf({ securitySettings: { immutabilitySettings: { state: "Locked" } } });
const V2 = {
  policyType: "V2",
  schedulePolicy: {
    schedulePolicyType: "SimpleSchedulePolicyV2",
    scheduleRunFrequency: "Daily",
    dailySchedule: { scheduleRunTimes: ["2026-11-20T23:00:00Z"] },
  },
};
const POLICIES = [
  policyOf("standard"),
  policyOf("short", { retentionPolicy: dailyRetention(7) }),
  policyOf("enhanced", V2),
  policyOf("enhanced-long", { ...V2, retentionPolicy: dailyRetention(60) }),
];
const idOf = (name: string): string => `${VAULT_ID}/backupPolicies/${name}`;

interface Scene {
  readonly item?: Partial<ProtectedItem>;
  readonly vault?: typeof IMMUTABLE;
  /** The operations that the vault's guard does not protect; a guard exists only if this is set. */
  readonly excluded?: string[];
  readonly others?: ProtectedItem[];
}

function change(properties: object, { item: more, vault = vaultOf(), excluded, others = [] }: Scene = {}) {
  const item = itemOf({ policyId: idOf("standard"), ...more });
  const context = contextOf([], { item, vault });
  for (const policy of POLICIES) context.state.policies.set(policy.id, policy);
  for (const other of others) context.state.protectedItems.set(other.id, other);
  if (excluded) {
    const [proxy, guard] = [
      `${VAULT_ID}/backupResourceGuardProxies/p`,
      `${GROUP}/providers/Microsoft.DataProtection/resourceGuards/g`,
    ];
    const type = "Microsoft.RecoveryServices/vaults/backupResourceGuardProxies";
    context.state.resources.set(proxy, { id: proxy, name: "p", type, body: { properties: { resourceGuardResourceId: guard } } });
    const body = { properties: { vaultCriticalOperationExclusionList: excluded } };
    context.state.resources.set(guard, { id: guard, name: "g", type: "Microsoft.DataProtection/resourceGuards", body });
  }
  return changedItem(context, item, vault, { sourceResourceId: VM_ID, ...properties });
}

test("stops protection without a policy, and suspends it with its policy", () => {
  expect(change({ protectionState: "ProtectionStopped" })).toMatchObject({
    item: { protection: "ProtectionStopped", policyId: undefined },
    operation: "DisableBackup",
  });
  expect(change({ protectionState: "BackupsSuspended" }, { vault: IMMUTABLE })).toMatchObject({
    item: { protection: "BackupsSuspended", policyId: idOf("standard") },
    operation: "DisableBackup",
  });
  expect(refusalOf(() => change({ protectionState: "BackupsSuspended" }))).toMatch(/^400 /);
});

test("undeletes a soft-deleted item with its protection stopped", () => {
  expect(change({ isRehydrate: true }, { item: SOFT_DELETED })).toMatchObject({
    item: { protection: "ProtectionStopped", policyId: undefined, deletion: undefined },
    operation: "Undelete",
  });
  expect(refusalOf(() => change({ isRehydrate: true }))).toContain("isRehydrate is for an item that is soft-deleted");
  expect(refusalOf(() => change({ policyId: idOf("standard") }, { item: SOFT_DELETED }))).toContain(
    "undelete it with isRehydrate first",
  );
});

test("does not undelete an item whose VM another vault protects", () => {
  const vaultId = `${VAULT_ID}-2`;
  const other = itemOf({ id: `${vaultId}/x`, vaultId });
  expect(refusalOf(() => change({ isRehydrate: true }, { item: SOFT_DELETED, others: [other] }))).toMatch(/already registered/);
  const deleted = { ...other, ...SOFT_DELETED };
  expect(change({ isRehydrate: true }, { item: SOFT_DELETED, others: [deleted] }).operation).toBe("Undelete");
  const ofOtherVm = { ...other, vmId: `${VM_ID}-2` };
  expect(change({ isRehydrate: true }, { item: SOFT_DELETED, others: [ofOtherVm] }).operation).toBe("Undelete");
});

test.each<[string, Partial<ProtectedItem>]>([
  ["being enabled", { protectedAt: NOW + 1 }],
  ["being deleted", { deletion: { at: NOW + 1, recoverableUntil: NOW + DAY } }],
  ["deleted for good", { deletion: { at: NOW - 1, recoverableUntil: NOW } }],
])("does not change an item that is %s", (_, item) => {
  expect(refusalOf(() => change({ policyId: idOf("standard") }, { item }))).toMatch(/^409 /);
});

test("changes an item from the moment at which it is enabled", () => {
  expect(change({ policyId: idOf("short") }, { item: { protectedAt: NOW } }).operation).toBe("ConfigureBackup");
});

test("changes the policy, and resumes the schedule of a stopped item from now on", () => {
  const scheduledUntil = NOW - 5 * DAY;
  const running = change({ policyId: idOf("short") }, { item: { scheduledUntil, extendedProperties: { a: 1 } } });
  expect(running).toMatchObject({
    item: { protection: "Protected", policyId: idOf("short"), scheduledUntil, extendedProperties: { a: 1 } },
    operation: "ConfigureBackup",
  });
  const stopped = { scheduledUntil, protection: "ProtectionStopped", policyId: undefined } as const;
  expect(change({ policyId: idOf("short") }, { item: stopped }).item).toMatchObject({
    protection: "Protected",
    scheduledUntil: NOW,
  });
  expect(change({ policyId: idOf("short"), extendedProperties: { b: 2 } }).item.extendedProperties).toEqual({ b: 2 });
});

test("refuses a VM of another subscription with the same item, and takes the same VM in any case", () => {
  expect(refusalOf(() => change({ sourceResourceId: VM_ID.replace("/s/", "/t/"), policyId: idOf("short") }))).toContain(
    "has the same resource group and name",
  );
  expect(change({ sourceResourceId: VM_ID.toUpperCase(), policyId: idOf("short") }).operation).toBe("ConfigureBackup");
  expect(change({ sourceResourceId: undefined, virtualMachineId: VM_ID, policyId: idOf("short") }).operation).toBe(
    "ConfigureBackup",
  );
  expect(change({ sourceResourceId: undefined, policyId: idOf("short") }).operation).toBe("ConfigureBackup");
});

test.each([
  [undefined, "is not the id of a backup policy"],
  [idOf("standard").replace("rsv-app", "rsv-b"), "is of another vault"],
  [idOf("none"), "does not exist"],
])("refuses the policy %s", (policyId, message) => {
  expect(refusalOf(() => change({ policyId }))).toContain(message);
});

test("does not go back from an Enhanced policy to a Standard one", () => {
  const enhanced = { item: { policyId: idOf("enhanced") } };
  expect(refusalOf(() => change({ policyId: idOf("standard") }, enhanced))).toContain(
    "an item with a policy of type V2 cannot go back",
  );
  expect(change({ policyId: idOf("enhanced-long") }, enhanced).operation).toBe("ConfigureBackup");
  expect(change({ policyId: idOf("enhanced") }).operation).toBe("ConfigureBackup");
});

test("does not reduce the retention in an immutable vault", () => {
  expect(refusalOf(() => change({ policyId: idOf("short") }, { vault: IMMUTABLE }))).toContain("dailySchedule");
});

test("asks the vault's guard before it stops protection or reduces retention", () => {
  const guarded = { excluded: [] };
  const request = {
    resourceGuardOperationRequests: [`${GROUP}/providers/Microsoft.DataProtection/resourceGuards/g/requests/default`],
  };
  expect(refusalOf(() => change({ protectionState: "ProtectionStopped" }, guarded))).toMatch(
    /^400 .* protects .*\/protectedItems\/write#stopProtectionWithRetainData$/,
  );
  expect(refusalOf(() => change({ policyId: idOf("short") }, guarded))).toMatch(/^400 .* protects .*\/protectedItems\/write$/);
  expect(change({ policyId: idOf("standard") }, guarded).operation).toBe("ConfigureBackup");
  expect(change({ protectionState: "ProtectionStopped", ...request }, guarded).operation).toBe("DisableBackup");
  expect(change({ policyId: idOf("short"), ...request }, guarded).operation).toBe("ConfigureBackup");
});
