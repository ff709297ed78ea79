import { State } from "../../../lib/emulator/state";
import { BACKUP } from "../azurerm";
import { at, refusal } from "../client";
import {
  COMPUTE,
  makeEstate,
  namesOf,
  NICS,
  postRestore,
  restoreOf,
  startRestore,
  untilEnded,
  VMS,
  type Estate,
} from "./restore-client";

const DISKS = "Microsoft.Compute/disks";
const MACHINES = "Microsoft.Compute/virtualMachines";

let estate: Estate;
beforeEach(async () => {
  estate = await makeEstate();
});

const get = (path: string, version = BACKUP) => estate.client.arm("GET", path, version);

describe("a restore of disks", () => {
  test("starts a job with the id of its operation, one task, and details that grow", async () => {
    const accepted = await postRestore(estate, restoreOf(estate, "RestoreDisks"));
    expect([accepted.status, accepted.body, accepted.headers["retry-after"]]).toEqual([202, undefined, undefined]);
    const operation = await estate.client.follow(accepted);
    expect(at(operation, "properties.jobId")).toBe(at(operation, "id"));
    const job = `${estate.vault}/backupJobs/${String(at(operation, "id"))}`;
    expect(at(await get(job), "properties")).toMatchObject({
      operation: "Restore",
      status: "InProgress",
      jobType: "AzureIaaSVMJob",
      extendedInfo: {
        tasksList: [{ taskId: "Transfer data from vault", duration: "PT0S", status: "InProgress", taskType: "Normal" }],
        propertyBag: {
          "Job Type": "Recover disks",
          "Target Storage Account Name": "strestore",
          "Recovery point time ": null,
          "Target resource group": "rg-target",
        },
        internalPropertyBag: { restoreLocationType: "RestoreDisks" },
        progressPercentage: 1,
        dynamicErrorMessage: "",
      },
    });
    estate.client.emulator.advance(30_000);
    expect(at(await get(job), "properties.extendedInfo.propertyBag.Recovery point time ")).toMatch(
      /^\d+\/\d+\/\d{4} \d+:\d+:\d+ [AP]M$/,
    );
    const ended = await untilEnded(estate, job);
    expect(ended).toMatchObject({ status: "Completed", actionsInfo: ["Cancellable"] });
    expect(ended.extendedInfo).toMatchObject({ progressPercentage: 100, estimatedRemainingDuration: "PT0S" });
    expect(ended.extendedInfo).not.toHaveProperty("dynamicErrorMessage");
    expect(ended.extendedInfo.propertyBag).toMatchObject({
      "Config Blob Name": expect.stringMatching(/^config-vmweb-[\w-]{36}\.json$/) as string,
      "Config Blob Container Name": expect.stringMatching(/^vmweb-[0-9a-f]{32}$/) as string,
    });
  });

  test("creates the disks in the target group, and a container in the staging account", async () => {
    await untilEnded(estate, await startRestore(estate, restoreOf(estate, "RestoreDisks")));
    const names = await namesOf(estate, estate.target, DISKS);
    expect(names.map((name) => name.replace(/\d{8}-\d{6}$/, ""))).toEqual([
      "vm-web-datadisk-000-",
      "vm-web-datadisk-003-",
      "vm-web-osdisk-",
    ]);
    const os = await get(`${estate.target}/providers/${DISKS}/${names[2] ?? ""}`, COMPUTE);
    expect(os.body).toMatchObject({
      location: "westeurope",
      properties: { osType: "Linux", diskSizeGB: 30, diskState: "Unattached", creationData: { sourceResourceId: estate.vm } },
    });
    const containers = await get(`${estate.staging}/blobServices/default/containers`, "2023-05-01");
    expect((at(containers, "value") as unknown[]).length).toBe(1);
  });

  test("restores the OS disk and the named LUNs only", async () => {
    await untilEnded(estate, await startRestore(estate, restoreOf(estate, "RestoreDisks", { restoreDiskLunList: [3] })));
    expect((await namesOf(estate, estate.target, DISKS)).map((name) => name.replace(/\d{8}-\d{6}$/, ""))).toEqual([
      "vm-web-datadisk-003-",
      "vm-web-osdisk-",
    ]);
  });

  test("creates no disks if it is cancelled", async () => {
    const job = await startRestore(estate, restoreOf(estate, "RestoreDisks"));
    expect((await estate.client.arm("POST", `${job}/cancel`, BACKUP)).status).toBe(202);
    expect((await untilEnded(estate, job)).status).toBe("Cancelled");
    estate.client.emulator.advance(3_600_000);
    expect(await namesOf(estate, estate.target, DISKS)).toEqual([]);
  });
});

describe("a restore to a new VM", () => {
  test("creates disks, an interface and the VM, and refuses to delete what it uses", async () => {
    const job = await startRestore(estate, restoreOf(estate, "AlternateLocation"));
    const ended = await untilEnded(estate, job);
    expect(ended.extendedInfo.tasksList.map(({ taskId, status }) => [taskId, status])).toEqual([
      ["Transfer data from vault", "Completed"],
      ["Create the restored virtual machine", "Completed"],
    ]);
    expect(ended.extendedInfo.propertyBag).toMatchObject({
      "Job Type": "Recover VM to an alternate location",
      "Original VM Name": "vm-web",
      "Target VM Name": "vm-new",
      "Target VNet Name": "Group rg-net vnet",
    });
    const vm = `${estate.target}/providers/${MACHINES}/vm-new`;
    const created = await get(vm, VMS);
    const disk = String(at(created, "properties.storageProfile.dataDisks.1.managedDisk.id"));
    const nic = String(at(created, "properties.networkProfile.networkInterfaces.0.id"));
    expect((await get(disk, COMPUTE)).body).toMatchObject({ managedBy: vm, properties: { diskState: "Attached" } });
    expect(refusal(await estate.client.arm("DELETE", disk, COMPUTE))).toEqual([409, "OperationNotAllowed"]);
    expect(refusal(await estate.client.arm("DELETE", nic, NICS))).toEqual([400, "NicInUse"]);
    expect(refusal(await estate.client.arm("DELETE", estate.subnet, NICS))).toEqual([400, "InUseSubnetCannotBeDeleted"]);
    expect((await estate.client.arm("DELETE", vm, VMS)).status).toBe(200);
    expect((await estate.client.arm("DELETE", disk, COMPUTE)).status).toBe(200);
    expect((await estate.client.arm("DELETE", nic, NICS)).status).toBe(200);
  });

  test("keeps the disks if the VM cannot be created", async () => {
    estate.client.emulator.addFault({ kind: "restore", vm: "vm-web", code: "UserErrorQuotaExceeded", phase: "virtualMachine" });
    const ended = await untilEnded(estate, await startRestore(estate, restoreOf(estate, "AlternateLocation")));
    expect(ended).toMatchObject({ status: "Failed", errorDetails: [{ errorTitle: "UserErrorQuotaExceeded" }] });
    expect(ended.extendedInfo.tasksList.map(({ status }) => status)).toEqual(["Completed", "Failed"]);
    expect(await namesOf(estate, estate.target, DISKS)).toHaveLength(3);
    expect(await namesOf(estate, estate.target, MACHINES)).toEqual([]);
  });

  test("keeps only the container if the transfer fails", async () => {
    estate.client.emulator.addFault({ kind: "restore", vm: "vm-web", code: "UserErrorQuotaExceeded" });
    const ended = await untilEnded(estate, await startRestore(estate, restoreOf(estate, "AlternateLocation")));
    expect(ended.extendedInfo.tasksList.map(({ status }) => status)).toEqual(["Failed", "Failed"]);
    expect(await namesOf(estate, estate.target, DISKS)).toEqual([]);
  });

  test("fails if the VM exists by then", async () => {
    const job = await startRestore(estate, restoreOf(estate, "AlternateLocation"));
    estate.client.emulator.addVirtualMachine(`${estate.target}/providers/${MACHINES}/vm-new`);
    expect(await untilEnded(estate, job)).toMatchObject({
      status: "Failed",
      errorDetails: [{ errorTitle: "UserErrorTargetVirtualMachineAlreadyExists" }],
    });
  });
});

describe("a replacement of disks", () => {
  test("replaces the disks of the VM, and nothing else", async () => {
    const job = await startRestore(estate, restoreOf(estate, "OriginalLocation"));
    const ended = await untilEnded(estate, job);
    expect(ended.extendedInfo.tasksList.map(({ taskId }) => taskId)).toEqual([
      "Transfer data from vault",
      "Update the virtual machine",
    ]);
    expect(ended.extendedInfo.propertyBag).toMatchObject({ "Job Type": "Replace disks", "Target VM Name": "vm-web" });
    const vm = await get(estate.vm, VMS);
    expect(at(vm, "properties.storageProfile.osDisk.name")).toMatch(/^vm-web-osdisk-/);
    expect(at(vm, "properties.storageProfile.dataDisks.1")).toMatchObject({
      lun: 3,
      name: expect.stringMatching(/-datadisk-003-/) as string,
    });
    expect(at(vm, "properties.hardwareProfile.vmSize")).toBe("Standard_D2s_v5");
  });

  test("shows the VM's name only when the VM is updated", async () => {
    const job = await startRestore(estate, restoreOf(estate, "OriginalLocation"));
    expect(at(await get(job), "properties.extendedInfo.propertyBag.Target VM Name")).toBeNull();
  });

  test("fails if the VM is deleted before the end", async () => {
    const job = await startRestore(estate, restoreOf(estate, "OriginalLocation"));
    await estate.client.arm("DELETE", estate.vm, VMS);
    expect(await untilEnded(estate, job)).toMatchObject({ status: "Failed" });
    expect(refusal(await postRestore(estate, restoreOf(estate, "OriginalLocation")))).toEqual([
      400,
      "UserErrorOriginalVirtualMachineNotFound",
    ]);
  });
});

test("a saved state contains the steps of running restores", () => {
  const saved = State.empty();
  saved.restores.set("job", { jobId: "job", vaultId: "v", steps: [{ at: 1, task: -1, resources: [] }] });
  const read = State.from(JSON.parse(JSON.stringify(saved)) as ReturnType<typeof saved.toJSON>);
  expect([...read.restores.values()]).toEqual([...saved.restores.values()]);
});
