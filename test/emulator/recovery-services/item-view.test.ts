import { startOperation } from "../../../lib/emulator/arm/operations";
import { serveItemOperations } from "../../../lib/emulator/recovery-services/items/item-operations";
import { itemView, type ItemViewOptions } from "../../../lib/emulator/recovery-services/items/item-view";
import { serveProtectedItems } from "../../../lib/emulator/recovery-services/items/protected-items";
import type { Context } from "../../../lib/emulator/context";
import type { Job, ProtectedItem } from "../../../lib/emulator/recovery-services/model";
import { at } from "../client";
import { backupOf, contextOf, DAY, ITEM_ID, itemOf, MINUTE, NOW, policyOf, VAULT_ID, VM_ID } from "./records";
import { serviceOf } from "./service";

const POLICY = `${VAULT_ID}/backupPolicies/daily`;
const TYPE = "Microsoft.Compute/virtualMachines";
const NEVER = { lastBackupStatus: "", lastBackupTime: "2001-01-01T00:00:00Z" };
const written = (time: number) => new Date(time).toISOString().replace("Z", "0000Z");

function contextWith(jobs: Job[], item: ProtectedItem): Context {
  const context = contextOf(jobs, { item });
  context.state.policies.set(POLICY, policyOf("daily", { policyType: "V2" }));
  return context;
}

function propertiesOf(
  more: Partial<ProtectedItem> = {},
  jobs: Job[] = [],
  { apiVersion = "2025-02-01", ...options }: Partial<ItemViewOptions> = {},
  prepare: (context: Context) => void = () => undefined,
) {
  const item = itemOf({ policyId: POLICY, ...more });
  const context = contextWith(jobs, item);
  prepare(context);
  return itemView(context, item, { apiVersion, ...options })["properties"] as Record<string, unknown>;
}

test("returns an item without a backup as Azure does", () => {
  const item = itemOf({ policyId: POLICY });
  expect(itemView(contextWith([], item), item, { apiVersion: "2025-02-01" })).toEqual({
    id: ITEM_ID,
    name: "VM;iaasvmcontainerv2;rg-app;vm-web",
    type: "Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems",
    properties: {
      ...{ friendlyName: "vm-web", virtualMachineId: VM_ID, sourceResourceId: VM_ID, protectionStatus: "Healthy" },
      ...{ protectionState: "IRPending", healthStatus: "Passed", ...NEVER },
      ...{ protectedItemDataId: String(NOW - 400 * DAY), protectedItemType: TYPE, extendedProperties: {} },
      ...{ backupManagementType: "AzureIaasVM", workloadType: "VM", containerName: "iaasvmcontainerv2;rg-app;vm-web" },
      ...{ policyId: POLICY, policyName: "daily", policyType: "V2", isArchiveEnabled: false, softDeleteRetentionPeriod: 0 },
      vaultId: `https://localhost:1${VAULT_ID}`,
    },
  });
});

const HEALTHY = {
  code: 400239,
  title: "IaasVmHealthGreenDefault",
  message: "Backup pre-check status of this virtual machine is OK.",
  recommendations: [],
};

test.each<[string, Job[], object, string, boolean]>([
  ["is running", [backupOf("j", 29)], NEVER, "IRPending", true],
  [
    "completed at this moment",
    [backupOf("j", 30)],
    { lastBackupStatus: "Completed", lastBackupTime: written(NOW - 30 * MINUTE), healthDetails: [HEALTHY] },
    "Protected",
    true,
  ],
  [
    "failed",
    [backupOf("j", 60, { outcome: "Failed", tasks: [] })],
    { lastBackupStatus: "Failed", lastBackupTime: written(NOW - 60 * MINUTE) },
    "IRPending",
    false,
  ],
  [
    "failed after one that completed",
    [backupOf("a", 120), backupOf("b", 60, { outcome: "Failed", tasks: [] })],
    { lastBackupStatus: "Failed", lastBackupTime: written(NOW - 60 * MINUTE) },
    "Protected",
    true,
  ],
  [
    "completed, but ended before another one",
    [backupOf("a", 120, { endTime: NOW - MINUTE }), backupOf("b", 60, { outcome: "Failed", tasks: [] })],
    { lastBackupStatus: "Completed", lastBackupTime: written(NOW - 120 * MINUTE), healthDetails: [HEALTHY] },
    "Protected",
    true,
  ],
])("returns an item whose backup %s", (_, jobs, last, protectionState, hasPoint) => {
  const { lastRecoveryPoint, ...properties } = propertiesOf({}, jobs);
  expect(properties).toMatchObject({ ...last, protectionState });
  expect("healthDetails" in properties).toBe("healthDetails" in last);
  expect(lastRecoveryPoint === undefined).toBe(!hasPoint);
});

test("returns the time of the newest recovery point, and with extendedInfo that of the oldest", () => {
  const jobs = [backupOf("a", 2 * 24 * 60), backupOf("b", 60), backupOf("c", 24 * 60)];
  const properties = propertiesOf({}, jobs, { expanded: true });
  const info = properties["extendedInfo"] as Record<string, string>;
  const minutes = (time: unknown) => Math.floor((NOW - Date.parse(String(time))) / MINUTE);
  expect(minutes(properties["lastRecoveryPoint"])).toBeLessThan(60);
  expect(minutes(info["oldestRecoveryPoint"])).toBeGreaterThan(2 * 24 * 60 - 60);
  expect(info).toMatchObject({ recoveryPointCount: 3, policyInconsistent: false });
  expect(propertiesOf({}, [], { expanded: true })["extendedInfo"]).toEqual({ recoveryPointCount: 0, policyInconsistent: false });
  expect(propertiesOf({}, jobs)).not.toHaveProperty("extendedInfo");
});

test("returns KPIs in the api-versions of 2022 and 2023 only", () => {
  const old = { apiVersion: "2023-02-01" };
  expect(propertiesOf({}, [], old)["kpisHealths"]).toEqual({});
  expect(propertiesOf({}, [backupOf("j", 60)], old)["kpisHealths"]).toEqual({
    BackupOperationStatusKPI: {
      resourceHealthStatus: "Healthy",
      resourceHealthDetails: [{ code: 0, title: "Success", message: "", recommendations: [] }],
    },
  });
  expect(propertiesOf({}, [backupOf("j", 60)])).not.toHaveProperty("kpisHealths");
});

test("returns the source of an item in newer api-versions only", () => {
  const newer = { apiVersion: "2026-05-01" };
  expect(propertiesOf({}, [], newer)).toMatchObject({
    sourceLocation: "westeurope",
    sourceSideScanInfo: { sourceSideScanStatus: "NotConfigured", sourceSideScanSummary: "Unknown" },
  });
  expect(propertiesOf()).not.toHaveProperty("sourceLocation");
  expect(propertiesOf({}, [], newer, ({ state }) => state.vaults.delete(VAULT_ID))["sourceLocation"]).toBeUndefined();
});

test("returns empty extended properties for one item, and not in a list", () => {
  const set = { extendedProperties: { diskExclusionProperties: { diskLunList: [1], isInclusionList: false } } };
  expect(propertiesOf({}, [], { listed: true })).not.toHaveProperty("extendedProperties");
  for (const listed of [true, false]) expect(propertiesOf(set, [], { listed })).toMatchObject(set);
});

test.each<[Partial<ProtectedItem>, object]>([
  [
    { protection: "ProtectionStopped", policyId: undefined },
    { protectionState: "ProtectionStopped", policyId: "", policyName: "" },
  ],
  [
    { protection: "BackupsSuspended" },
    { protectionState: "BackupsSuspended", policyId: POLICY, policyName: "daily", policyType: "V2" },
  ],
  [{ policyId: `${VAULT_ID}/backupPolicies/none` }, { policyName: "none" }],
])("returns an item with %j", (item, expected) => {
  const properties = propertiesOf(item, [backupOf("j", 60)]);
  expect(properties).toMatchObject(expected);
  expect("policyType" in properties).toBe("policyType" in expected);
  expect(properties).not.toHaveProperty("isScheduledForDeferredDelete");
});

test("returns until when a soft-deleted item is kept", () => {
  const deletion = { at: NOW - 17_000, recoverableUntil: NOW - 17_000 + 30 * DAY };
  expect(propertiesOf({ deletion, policyId: undefined }, [backupOf("j", 60)])).toMatchObject({
    ...{ protectionState: "ProtectionStopped", isScheduledForDeferredDelete: true, softDeleteRetentionPeriod: 30 },
    ...{ deferredDeleteTimeInUTC: written(deletion.at), deferredDeleteTimeRemaining: "29.23:59:43.0000000" },
  });
  const ending = { at: NOW + 1, recoverableUntil: NOW + DAY };
  expect(propertiesOf({ deletion: ending })).toMatchObject({ protectionState: "IRPending", softDeleteRetentionPeriod: 0 });
});

test("shows a new state only after the lag of a fault", () => {
  const lag = (seconds: number) =>
    propertiesOf({}, [backupOf("j", 31)], {}, ({ state }) => {
      state.faults.add({ kind: "lag", of: "states", seconds });
    });
  expect([lag(60)["protectionState"], lag(61)["protectionState"]]).toEqual(["Protected", "IRPending"]);
  expect([lag(60)["lastBackupStatus"], lag(61)["lastBackupStatus"]]).toEqual(["Completed", ""]);
});

test("returns an item and a list in the format of the request's api-version", async () => {
  const s = serviceOf(contextOf(), serveProtectedItems, serveItemOperations);
  const { id } = startOperation(s.context, { resourceId: ITEM_ID, seconds: 0 });
  const list = `${VAULT_ID}/backupProtectedItems`;
  for (const [path, prefix] of [
    [ITEM_ID, ""],
    [list, "value.0."],
    [`${ITEM_ID}/operationResults/${id}`, ""],
  ] as const) {
    const read = (apiVersion: string) => s.ask("GET", path, undefined, { apiVersion });
    expect(at(await read("2023-02-01"), `${prefix}properties.kpisHealths`)).toEqual({});
    expect(at(await read("2025-02-01"), `${prefix}properties.kpisHealths`)).toBeUndefined();
    expect(at(await read("2025-02-01"), `${prefix}properties.extendedProperties`)).toEqual(path === list ? undefined : {});
  }
});

test.each([
  ["", false],
  ["?$filter=expand eq 'extendedinfo'", true],
  ["?$filter=EXPAND  EQ  'extendedInfo'", true],
  ["?$filter=expand eq 'other'", false],
])("a request with %j asks for extendedInfo: %s", async (query, expanded) => {
  const s = serviceOf(contextOf(), serveProtectedItems);
  const { status, ...answer } = await s.ask("GET", `${ITEM_ID}${query}`);
  expect([status, at({ status, ...answer }, "properties.extendedInfo") !== undefined]).toEqual([200, expanded]);
});
