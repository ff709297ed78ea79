import { ExitCode } from "../../../lib/contract/exit-code";
import { runRestore } from "../../../lib/hook/commands/restore/run";
import { readRestoreJob } from "../../../lib/hook/restore/restore-job";
import { readRecoveryPoint } from "../../../lib/hook/vault/recovery-point";
import { itemId, VAULT_ID } from "../fakes";
import { type Answer, scriptedAzure, type SentRequest } from "../scripted-azure";

/** Answers in the shape in which Azure was recorded, in 2024 and 2025, written from a description of the recordings. */

const JOB = "5e2f3a10-0000-4000-8000-000000000001";
const SUBSCRIPTION = "/subscriptions/s";
const TARGET = `${SUBSCRIPTION}/resourceGroups/rg-target`;
const STAGING = `${TARGET}/providers/Microsoft.Storage/storageAccounts/strestore`;
const NETWORK = `${SUBSCRIPTION}/resourceGroups/rg-net/providers/Microsoft.Network/virtualNetworks/vnet`;
const VM = `${TARGET}/providers/Microsoft.Compute/virtualMachines/vm-new`;
const ITEM = itemId("vm-web");
const [TRANSFER, CREATE] = ["Transfer data from vault", "Create the restored virtual machine"];

const POINT = {
  id: `${ITEM}/recoveryPoints/5417303251`,
  name: "5417303251",
  type: "Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems/recoveryPoints",
  properties: {
    objectType: "IaasVMRecoveryPoint",
    recoveryPointType: "AppConsistent",
    recoveryPointTime: "2025-05-08T08:38:46.1234567Z",
    recoveryPointAdditionalInfo: "",
    sourceVMStorageType: "PremiumVMOnPartialPremiumStorage",
    isSourceVMEncrypted: false,
    isInstantIlrSessionActive: false,
    recoveryPointTierDetails: [
      { type: "InstantRP", status: "Valid", extendedInfo: {} },
      { type: "HardenedRP", status: "Valid", extendedInfo: {} },
    ],
    isManagedVirtualMachine: true,
    virtualMachineSize: "Standard_B2s",
    originalStorageAccountOption: false,
    osType: "Linux",
    securityType: "TrustedLaunch",
    zones: ["1"],
    recoveryPointProperties: { expiryTime: "2025-06-07T08:38:46Z", ruleName: "Daily", isSoftDeleted: false },
    isPrivateAccessEnabledOnAnyDisk: false,
    createdWithPolicyType: "V2",
    threatStatus: 0,
    extendedProperties: null,
    sourceSideScanning: 0,
  },
};

/** A job at a moment of its course: transferring, creating the VM, or completed. */
function jobAt(moment: "transferring" | "creating" | "completed", { isListed = false } = {}): unknown {
  const isDone = moment === "completed";
  const task = (taskId: string, status: string): object => ({ taskId, duration: "PT0S", status, taskType: "Normal" });
  return {
    id: `${VAULT_ID}/backupJobs/${JOB}`,
    name: JOB,
    type: "Microsoft.RecoveryServices/vaults/backupJobs",
    properties: {
      jobType: "AzureIaaSVMJob",
      duration: "PT17M41.1S",
      actionsInfo: ["Cancellable"],
      virtualMachineVersion: "Compute",
      ...(isListed
        ? {}
        : {
            extendedInfo: {
              tasksList: [
                task(TRANSFER, moment === "transferring" ? "InProgress" : "Completed"),
                task(CREATE, isDone ? "Completed" : moment === "creating" ? "InProgress" : "NotStarted"),
              ],
              propertyBag: {
                "Job Type": "Recover VM to an alternate location",
                "Original VM Name": "vm-web",
                "Target VM Name": "vm-new",
                "Target VNet Name": "Group rg-net vnet",
                "Target Storage Account Name": "strestore",
                "Recovery point time ": "5/8/2025 8:38:46 AM",
                "Target resource group": "rg-target",
              },
              internalPropertyBag: { restoreLocationType: "AlternateLocation" },
              progressPercentage: isDone ? 100.0 : 1.0,
              ...(isDone ? { estimatedRemainingDuration: "PT0S" } : {}),
              ...(moment === "transferring" ? { dynamicErrorMessage: "" } : {}),
            },
          }),
      containerName: "iaasvmcontainerv2;rg-app;vm-web",
      isUserTriggered: true,
      entityFriendlyName: "vm-web",
      backupManagementType: "AzureIaasVM",
      operation: "Restore",
      status: isDone ? "Completed" : "InProgress",
      startTime: "2026-11-20T10:00:10.1234567Z",
      ...(isDone ? { endTime: "2026-11-20T10:17:51.2234567Z" } : {}),
      activityId: "7f1b2c9a-0000-4000-8000-0000000000aa",
    },
  };
}

test("reads a recovery point as recorded", () => {
  expect(readRecoveryPoint(POINT)).toMatchObject({
    ...{ id: "5417303251", tiers: ["Snapshot", "Vault-Standard"], osType: "Linux", securityType: "TrustedLaunch" },
    ...{ zones: ["1"], isSourceEncrypted: false, threatStatus: undefined, consistency: "Application consistent" },
    time: new Date("2025-05-08T08:38:46.123Z"),
  });
});

test("leaves out a tier that is recorded as deleted", () => {
  const recoveryPointTierDetails = [
    { type: "InstantRP", status: "Deleted" },
    { type: "HardenedRP", status: "Valid" },
  ];
  const point = { ...POINT, properties: { ...POINT.properties, recoveryPointTierDetails } };
  expect(readRecoveryPoint(point).tiers).toEqual(["Vault-Standard"]);
});

test.each(["transferring", "creating", "completed"] as const)("reads a job as recorded while it is %s", (moment) => {
  const job = readRestoreJob(jobAt(moment));
  expect(job?.facts).toMatchObject({ kind: "AlternateLocation", targetVm: "vm-new", pointTime: "5/8/2025 8:38:46 AM" });
  expect(job?.facts).toMatchObject({ targetGroup: "rg-target", stagingAccount: "strestore", container: undefined });
  // Azure goes on offering the action after the end.
  expect(job?.cancellable).toBe(moment !== "completed");
  expect(job?.tasks?.map(({ name }) => name)).toEqual([TRANSFER, CREATE]);
});

test("reads a completed restore of disks as documented", () => {
  const body = jobAt("completed") as { properties: { extendedInfo: { propertyBag: object; internalPropertyBag: object } } };
  body.properties.extendedInfo.internalPropertyBag = { restoreLocationType: "RestoreDisks" };
  body.properties.extendedInfo.propertyBag = {
    "Config Blob Container Name": "vmweb-0d7a",
    "Config Blob Name": "config-vmweb-1.json",
    "Config Blob Uri": "https://strestore.blob.core.windows.net/vmweb-0d7a/config-vmweb-1.json",
    "Job Type": "Recover disks",
    "Recovery point time ": "5/8/2025 8:38:46 AM",
    "Target Storage Account Name": "strestore",
    "Target resource group": "rg-target",
    "Template Blob Uri": "https://strestore.blob.core.windows.net/vmweb-0d7a/azuredeploy1.json",
  };
  expect(readRestoreJob(body)?.facts).toMatchObject({ kind: "RestoreDisks", container: "vmweb-0d7a" });
});

/** Azure as recorded: the operation has the id of the job, an empty 202 without Retry-After, and a list without tasks. */
function recordedAzure() {
  let started = false;
  let reads = 0;
  const answer = ({ method, path }: SentRequest): Answer => {
    if (path === VAULT_ID) return { body: { location: "westeurope" } };
    if (path.endsWith("/backupProtectedItems")) return { body: { value: [ITEM_BODY] } };
    if (path.endsWith("/recoveryPoints")) return { body: { value: [POINT] } };
    if (path === TARGET) return { body: { id: TARGET, name: "rg-target", location: "westeurope" } };
    if (path === STAGING)
      return {
        body: { id: STAGING, name: "strestore", location: "westeurope", kind: "StorageV2", sku: { name: "Standard_LRS" } },
      };
    if (path === NETWORK) return { body: { id: NETWORK, name: "vnet", location: "westeurope" } };
    if (path === `${NETWORK}/subnets/default`) return { body: { id: path, name: "default" } };
    if (path.endsWith("/backupTriggerValidateOperation")) return accepted(`${VAULT_ID}/backupValidateOperationResults/op-1`);
    if (path.includes("/backupValidateOperationResults/")) {
      return { body: { validateOperationResponse: { validationResults: [{ code: "Success", message: "" }] } } };
    }
    if (method === "POST" && path.endsWith("/restore")) {
      started = true;
      return accepted(`${ITEM}/operationsStatus/${JOB}`);
    }
    if (path.includes("/backupOperations/")) {
      const properties = { objectType: "OperationStatusJobExtendedInfo", jobId: JOB };
      return { body: { id: JOB, name: JOB, status: "Succeeded", startTime: "2026-11-20T10:00:10Z", properties } };
    }
    if (path.endsWith("/backupJobs")) return { body: { value: started ? [jobAt("transferring", { isListed: true })] : [] } };
    if (path.endsWith(`/backupJobs/${JOB}`)) {
      return { body: jobAt((["transferring", "creating", "completed"] as const)[Math.min(reads++, 2)] ?? "completed") };
    }
    if (path === VM && reads > 2) return { body: VM_BODY };
    return undefined;
  };
  return scriptedAzure(answer);
}

const accepted = (path: string): Answer => {
  const url = `https://management.example.com${path}?api-version=2025-02-01`;
  return { status: 202, headers: { "Azure-AsyncOperation": url, Location: url } };
};

const ITEM_BODY = {
  id: ITEM,
  name: "VM;iaasvmcontainerv2;rg-app;vm-web",
  properties: {
    protectedItemType: "Microsoft.Compute/virtualMachines",
    backupManagementType: "AzureIaasVM",
    friendlyName: "vm-web",
    protectionState: "Protected",
    virtualMachineId: `${SUBSCRIPTION}/resourceGroups/rg-app/providers/Microsoft.Compute/virtualMachines/vm-web`,
  },
};
const VM_BODY = {
  id: VM,
  name: "vm-new",
  location: "westeurope",
  properties: {
    storageProfile: {
      osDisk: { osType: "Linux", managedDisk: { id: `${TARGET}/providers/Microsoft.Compute/disks/vm-new-osdisk` } },
    },
    networkProfile: { networkInterfaces: [{ id: `${TARGET}/providers/Microsoft.Network/networkInterfaces/vm-new-nic` }] },
  },
};

test("follows a recorded restore to a new VM to its end", async () => {
  const azure = recordedAzure();
  const code = await runRestore(
    {
      ...{ vaultId: VAULT_ID, vm: "vm-web", point: { kind: "latest" }, to: "vm", targetGroup: "rg-target" },
      ...{ stagingAccount: STAGING, name: "vm-new", subnetId: `${NETWORK}/subnets/default`, zone: undefined, luns: undefined },
      ...{ secondaryRegion: false, rehydration: undefined, replace: undefined, again: false, skipValidation: false },
      ...{ timeoutMinutes: 600, reports: {} },
    },
    azure.context,
  );
  const text = azure.printed.join("\n");
  expect(azure.noted).toEqual([]);
  expect(text).toMatch(/vm-web: Create the restored virtual machine/);
  expect(text).toMatch(/vm-web: restore completed after 18 min/);
  expect(text).toMatch(/virtual machine .*vm-new/);
  expect(code).toBe(ExitCode.done);
  expect(azure.sent.filter(({ path }) => path.endsWith("/restore"))).toHaveLength(1);
});
