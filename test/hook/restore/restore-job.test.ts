import { readRestoreJob } from "../../../lib/hook/restore/restore-job";
import { restoreLine } from "../../../lib/hook/restore/restore-line";

/** A job in the form of Azure's answers of 2025 and 2026. */
function answer(bag: object, properties: object = {}): unknown {
  return {
    id: "/subscriptions/s/resourceGroups/g/providers/Microsoft.RecoveryServices/vaults/v/backupJobs/j",
    name: "j",
    type: "Microsoft.RecoveryServices/vaults/backupJobs",
    properties: {
      jobType: "AzureIaaSVMJob",
      actionsInfo: ["Cancellable"],
      containerName: "iaasvmcontainerv2;rg-app;vm-web",
      duration: "PT1.7163043S",
      virtualMachineVersion: "Compute",
      extendedInfo: {
        tasksList: [{ taskId: "Transfer data from vault", duration: "PT0S", status: "InProgress", taskType: "Normal" }],
        propertyBag: bag,
        internalPropertyBag: { restoreLocationType: "RestoreDisks" },
        progressPercentage: 1.0,
        dynamicErrorMessage: "",
      },
      entityFriendlyName: "vm-web",
      backupManagementType: "AzureIaasVM",
      operation: "Restore",
      status: "InProgress",
      startTime: "2026-07-26T14:15:13.7064567Z",
      activityId: "65250e3c-88fc-11f1-bf65-44f79fb7a4d0",
      ...properties,
    },
  };
}

test("reads a job without facts", () => {
  const job = readRestoreJob(answer({ "Job Type": "Replace disks", "Target VM Name": null, "Recovery point time ": null }));
  expect(job).toMatchObject({
    id: "j",
    operation: "Restore",
    cancellable: true,
    facts: { kind: "RestoreDisks", targetVm: undefined, pointTime: undefined },
  });
});

test("reads the facts of a completed job, also if a key ends in a space", () => {
  const bag = {
    "Job Type": "Recover disks",
    "Target Storage Account Name": "strestore",
    "Recovery point time ": "7/26/2026 1:16:55 PM",
    "Config Blob Container Name": "vmweb-467c6bdb",
    "Target resource group": "rg-target",
    "Create VM Template Blob Uri": "https://strestore.blob.example.com/vmweb-467c6bdb/azuredeploy.json",
    "VM Subscription ID": "00000000-0000-0000-0000-000000000000",
  };
  const job = readRestoreJob(answer(bag, { status: "Completed", endTime: "2026-07-26T14:16:38.8982476Z" }));
  expect(job).toMatchObject({
    cancellable: false,
    facts: {
      stagingAccount: "strestore",
      targetGroup: "rg-target",
      container: "vmweb-467c6bdb",
      pointTime: "7/26/2026 1:16:55 PM",
    },
  });
});

test("prints a task once, and leaves out 1 percent", () => {
  const job = readRestoreJob(answer({}));
  if (!job) throw new Error("no job");
  const running = { kind: "running", job, snapshotTaken: false } as const;
  const requested = { kind: "requested", requestId: "r", operationId: "o", rounds: 0 } as const;
  expect(restoreLine(running, requested)).toBe("restore job j is running: Transfer data from vault");
  expect(restoreLine(running, running)).toBeUndefined();
  const updating = {
    ...job,
    tasks: [{ name: "Update the virtual machine", status: "InProgress" }],
    progressPercent: 99,
    estimatedRemaining: "PT2M",
  };
  expect(restoreLine({ ...running, job: updating }, running)).toBe(
    "Update the virtual machine (99 %, PT2M left by Azure's estimate)",
  );
});
