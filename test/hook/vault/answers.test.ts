import { readBackupJob, hasEnded } from "../../../lib/hook/vault/backup-job";
import { readProtectedItem } from "../../../lib/hook/vault/protected-item";
import { vmKeyOf } from "../../../lib/azure/vm-item-name";
import { instant, read } from "../../../lib/hook/arm/answer-schema";
import { itemId, job } from "../fakes";

test.each([
  ["0001-01-01T00:00:00", undefined],
  ["2001-01-01T00:00:00Z", undefined],
  [undefined, undefined],
  ["", undefined],
  [null, undefined],
  ["2026-11-20T10:09:27.2801342Z", "2026-11-20T10:09:27.280Z"],
  ["2026-11-20T10:09:27", "2026-11-20T10:09:27.000Z"],
  ["2026-11-20T12:09:27+02:00", "2026-11-20T10:09:27.000Z"],
])("the instant %s", (text, expected) => {
  expect(read(instant, text)?.toISOString()).toBe(expected);
});

test("item, container and job of a VM have one key, whatever their case", () => {
  const names = [
    "VM;iaasvmcontainerv2;RG-App;vm-web",
    "IaasVMContainer;iaasvmcontainerv2;rg-app;vm-web",
    "iaasvmcontainerv2;rg-app;VM-Web",
  ];
  expect(new Set(names.map(vmKeyOf))).toEqual(new Set(["iaasvmcontainerv2;rg-app;vm-web"]));
});

test("reads an item with a pending initial backup", () => {
  const properties = {
    friendlyName: "vm-web",
    protectionState: "IRPending",
    lastBackupStatus: "",
    lastBackupTime: "2001-01-01T00:00:00Z",
  };
  expect(readProtectedItem({ id: itemId("vm-web"), properties })).toEqual({
    id: itemId("vm-web"),
    vmKey: "iaasvmcontainerv2;rg-app;vm-web",
    vmName: "vm-web",
    scanned: false,
    protectionState: "IRPending",
    softDeleted: false,
    classic: false,
    lastRecoveryPoint: undefined,
    lastBackupStatus: "",
  });
});

test("reads a soft-deleted item, and an item without a friendly name", () => {
  const properties = { protectionState: "ProtectionStopped", isScheduledForDeferredDelete: true };
  expect(readProtectedItem({ id: itemId("vm-web"), properties })).toMatchObject({ softDeleted: true, vmName: "vm-web" });
});

test("leaves out an item of another workload", () => {
  const properties = { backupManagementType: "AzureWorkload", protectedItemType: "AzureVmWorkloadSQLDatabase" };
  expect(readProtectedItem({ id: `${itemId("vm-web")}/sql`, properties })).toBeUndefined();
});

test.each<[unknown, string]>([
  [null, "the answer must be Object, got null"],
  ["<html>", 'the answer must be Object, got "<html>"'],
  [{ id: itemId("vm-web") }, "properties is missing"],
  [{ id: itemId("vm-web"), properties: {} }, "properties.protectionState is missing"],
  [
    { id: "/subscriptions/s", properties: { protectionState: "IRPending" } },
    'id must be the id of a protected item, got "/subscriptions/s"',
  ],
  [
    { id: itemId("vm-web"), properties: { protectionState: "Protected", lastRecoveryPoint: "soon" } },
    'properties.lastRecoveryPoint must be an instant, got "soon"',
  ],
])("throws if an item is %j", (body, message) => {
  expect(() => readProtectedItem(body)).toThrow(message);
});

test.each<[object, string]>([
  [{ status: undefined }, "properties.status is missing"],
  [{ status: 3 }, "properties.status must be string, got 3"],
  [{ extendedInfo: { tasksList: "none" } }, 'properties.extendedInfo.tasksList must be Array, got "none"'],
  [{ startTime: "yesterday" }, 'properties.startTime must be an instant, got "yesterday"'],
])("throws if a job has %j", (properties, message) => {
  expect(() => readBackupJob({ ...RUNNING, properties: { ...RUNNING.properties, ...properties } })).toThrow(message);
});

const RUNNING = {
  name: "3b9a",
  properties: {
    jobType: "AzureIaaSVMJob",
    actionsInfo: [1],
    containerName: "iaasvmcontainerv2;rg-app;VM-web",
    operation: "Backup",
    status: "InProgress",
    startTime: "2026-11-20T10:09:27.28Z",
    activityId: "request-1",
  },
};

test("reads a job of a list, which has no tasks", () => {
  expect(readBackupJob(RUNNING)).toEqual(
    job("vm-web", { id: "3b9a", activityId: "request-1", startTime: new Date("2026-11-20T10:09:27.28Z") }),
  );
});

test.each([
  [[1], true],
  [["Cancellable"], true],
  [[0], false],
  [undefined, false],
])("actions %j make a job cancellable: %s", (actionsInfo, cancellable) => {
  expect(readBackupJob({ ...RUNNING, properties: { ...RUNNING.properties, actionsInfo } })?.cancellable).toBe(cancellable);
});

test("reads an ended job as not cancellable although Azure still offers it", () => {
  const properties = { ...RUNNING.properties, actionsInfo: ["Cancellable"], status: "Failed" };
  expect(readBackupJob({ ...RUNNING, properties })?.cancellable).toBe(false);
});

test.each([
  ["6/12/2027 11:59:59 PM", "2027-06-12"],
  ["2/18/2027 3:56:48 AM", "2027-02-18"],
  ["3/1/2028 12:00:00 AM", "2028-02-29"],
  ["12/31/2027", "2027-12-31"],
  ["no date", undefined],
])("a recovery point that expires at %s is kept until %s", (expiry, day) => {
  const extendedInfo = { propertyBag: { "Recovery Point Expiry Time in UTC": expiry } };
  expect(readBackupJob({ ...RUNNING, properties: { ...RUNNING.properties, extendedInfo } })?.retainedUntil).toBe(day);
});

test("reads steps without times, steps with a type, and steps of a job that is being cancelled", () => {
  const tasksList = [
    { taskId: "Take Snapshot", duration: "PT0S", status: "Completed" },
    { taskId: "Transfer data to vault", duration: "PT2S", status: "Cancelling", taskType: "Normal" },
  ];
  const properties = { ...RUNNING.properties, status: "Cancelling", extendedInfo: { tasksList } };
  expect(readBackupJob({ ...RUNNING, properties })).toMatchObject({
    status: "Cancelling",
    tasks: [
      { name: "Take Snapshot", status: "Completed" },
      { name: "Transfer data to vault", status: "Cancelling" },
    ],
  });
});

test("reads the same error from a list as from the job", () => {
  const errorDetails = [
    { errorCode: 400249, errorTitle: "UserErrorBackupOperationInProgress", errorString: "Busy.", recommendations: ["Wait."] },
  ];
  const failed = { ...RUNNING.properties, status: "Failed", errorDetails };
  expect(readBackupJob({ ...RUNNING, properties: failed })).toMatchObject({
    tasks: undefined,
    errors: [{ number: 400249, title: "UserErrorBackupOperationInProgress", text: "Busy.", recommendations: ["Wait."] }],
  });
});

test("reads an item as Azure answers it since 2025: the vault as a URL, and more fields", () => {
  const properties = {
    ...{ friendlyName: "VM-Web", protectionState: "Protected", lastBackupStatus: "Completed", policyType: "V2" },
    ...{ lastBackupTime: "2026-11-20T08:05:53.4341049Z", lastRecoveryPoint: "2026-11-20T08:08:04.5606237Z" },
    ...{ extendedProperties: {}, softDeleteRetentionPeriod: 0, sourceLocation: "westeurope" },
    vaultId: "https://management.azure.com/subscriptions/s/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/rsv-app",
    sourceSideScanInfo: { sourceSideScanStatus: "Configured" },
  };
  expect(readProtectedItem({ id: itemId("VM-Web"), properties })).toMatchObject({
    ...{ vmName: "VM-Web", protectionState: "Protected", softDeleted: false, classic: false, policyId: undefined },
    lastRecoveryPoint: new Date("2026-11-20T08:08:04.560Z"),
  });
});

test("reads the details of a job", () => {
  const properties = {
    ...RUNNING.properties,
    status: "Failed",
    endTime: "2026-11-20T10:19:27Z",
    errorDetails: [
      { errorCode: 380008, errorTitle: "AzureVmOffline", errorString: "The VM is offline.", recommendations: ["Start it."] },
    ],
    extendedInfo: {
      tasksList: [{ taskId: "Take Snapshot", status: "Failed" }],
      propertyBag: { "VM Name": "vm-web", "Recovery Point Expiry Time in UTC": "6/12/2027 11:59:59 PM" },
    },
  };
  expect(readBackupJob({ ...RUNNING, properties })).toMatchObject({
    endTime: new Date("2026-11-20T10:19:27Z"),
    tasks: [{ name: "Take Snapshot", status: "Failed" }],
    errors: [{ number: 380008, title: "AzureVmOffline", text: "The VM is offline.", recommendations: ["Start it."] }],
    retainedUntil: "2027-06-12",
  });
});

test.each([
  ["InProgress", false],
  ["Cancelling", false],
  ["Invalid", false],
  ["SomethingNew", false],
  ["Completed", true],
  ["CompletedWithWarnings", true],
  ["Failed", true],
  ["Cancelled", true],
])("a job that is %s has ended: %s", (status, ended) => {
  expect(hasEnded(job("vm", { status }))).toBe(ended);
});
