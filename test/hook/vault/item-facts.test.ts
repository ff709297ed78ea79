import { isSuspicious, readProtectedItem } from "../../../lib/hook/vault/protected-item";
import { itemId } from "../fakes";

const read = (properties: object, id = itemId("vm-web")) =>
  readProtectedItem({ id, properties: { protectionState: "Protected", ...properties } });

const CLASSIC_ID = "/subscriptions/s/resourceGroups/rg-app/providers/Microsoft.ClassicCompute/virtualMachines/vm-web";
const VM_ID = CLASSIC_ID.replace("Classic", "");

test.each<[string, object, boolean]>([
  ["its item type", { protectedItemType: "Microsoft.ClassicCompute/virtualMachines", virtualMachineId: VM_ID }, true],
  ["the id of its VM", { protectedItemType: "Microsoft.Compute/virtualMachines", virtualMachineId: CLASSIC_ID }, true],
  ["the id of its source", { sourceResourceId: CLASSIC_ID }, true],
  ["neither", { protectedItemType: "Microsoft.Compute/virtualMachines", virtualMachineId: VM_ID }, false],
  ["nothing", {}, false],
])("a VM is classic by %s", (_, properties, classic) => {
  expect(read(properties)?.classic).toBe(classic);
});

test("a VM is classic by the name of its item", () => {
  const id = itemId("vm-web").replaceAll("iaasvmcontainerv2", "iaasvmcontainer");
  expect(read({}, id)?.classic).toBe(true);
});

test("reads the policy, the last backup, the health and the time until deletion", () => {
  expect(
    read({
      ...{
        virtualMachineId: VM_ID,
        policyId: "/p",
        policyName: "p",
        lastBackupTime: "2026-11-20T08:05:53Z",
        healthStatus: "Passed",
      },
      ...{ lastBackupStatus: "Completed", deferredDeleteTimeRemaining: "13.23:59:43", sourceLocation: "westeurope" },
    }),
  ).toMatchObject({
    ...{ vmId: VM_ID, policyId: "/p", policyName: "p", lastBackup: new Date("2026-11-20T08:05:53Z"), health: "Passed" },
    ...{ lastBackupStatus: "Completed", deletedIn: "13.23:59:43", sourceLocation: "westeurope" },
  });
});

test.each<[object | undefined, boolean, boolean]>([
  [undefined, false, false],
  [{ sourceSideScanStatus: "NotConfigured" }, false, false],
  [{ sourceSideScanStatus: "Configured" }, true, false],
  [{ sourceSideScanStatus: "Configured", sourceSideScanSummary: "Suspicious" }, true, true],
  [{ sourceSideScanStatus: "Configured", sourceSideScanSummary: "Healthy" }, true, false],
])("reads the threat scan %j", (sourceSideScanInfo, scanned, suspicious) => {
  const found = read({ sourceSideScanInfo });
  expect(found?.scanned).toBe(scanned);
  expect(isSuspicious(found ?? {})).toBe(suspicious);
});

test("reads an item that names the workload of VMs", () => {
  expect(read({ backupManagementType: "AzureIaasVM" })?.vmName).toBe("vm-web");
});
