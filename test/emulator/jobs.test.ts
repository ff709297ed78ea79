import { BACKUP, BACKUP_BODY, ITEMS, makeVault, protect, triggerBackup, untilJob, vmId } from "./azurerm";
import { at, startClient, type Client } from "./client";

const MINUTE = 60_000;

let client: Client;
let vault: string;
let item: string;
beforeEach(async () => {
  client = await startClient({ scheduledBackups: false });
  vault = await makeVault(client);
  item = await protect(client, "vm1");
});

const trigger = (headers?: Record<string, string>, body: object = BACKUP_BODY) =>
  client.arm("POST", `${item}/backup`, BACKUP, body, headers);
const job = (id: string) => client.arm("GET", `${vault}/backupJobs/${id}`, BACKUP);
const state = async () => at(await client.arm("GET", item, ITEMS), "properties.protectionState");
const points = async () =>
  at(await client.arm("GET", `${item}/recoveryPoints`, ITEMS), "value") as { properties: Record<string, unknown> }[];

const until = (jobId: string, status: string, task?: number) => untilJob(client, vault, jobId, status, task);

describe("a job", () => {
  test("takes the snapshot, transfers it, and only then is the VM protected", async () => {
    const id = await triggerBackup(client, item);
    expect((await job(id)).body).toMatchObject({
      properties: {
        jobType: "AzureIaaSVMJob",
        actionsInfo: ["Cancellable"],
        containerName: "iaasvmcontainerv2;rg-app;vm1",
        entityFriendlyName: "vm1",
        extendedInfo: {
          tasksList: [
            { taskId: "Take Snapshot", status: "InProgress", endTime: "0001-01-01T00:00:00" },
            {
              taskId: "Transfer data to vault",
              status: "NotStarted",
              startTime: "0001-01-01T00:00:00",
              duration: "PT0S",
              taskType: "Normal",
            },
          ],
          propertyBag: {
            "VM Name": "vm1",
            "Recovery Point Expiry Time in UTC": "1/31/2060 11:59:59 PM",
            "VM Subscription ID": client.subscription.split("/")[2],
          },
          internalPropertyBag: { IsInstantRpJob: "True" },
        },
      },
    });
    expect(at(await job(id), "properties.endTime")).toBeUndefined();
    expect(at(await job(id), "properties.isUserTriggered")).toBeUndefined();
    expect(await points()).toEqual([]);

    await until(id, "Completed", 0);
    expect((await job(id)).body).toMatchObject({
      properties: { actionsInfo: ["Cancellable"], extendedInfo: { tasksList: [{}, { status: "InProgress" }] } },
    });
    expect(at(await client.arm("GET", `${vault}/backupJobs/${id}`, ITEMS), "properties.actionsInfo")).toEqual([1]);
    expect(await state()).toBe("IRPending");
    expect((await points()).map(({ properties }) => properties["recoveryPointTierDetails"])).toEqual([
      [{ type: "InstantRP", status: "Valid" }],
    ]);

    await until(id, "Completed");
    expect((await job(id)).body).toMatchObject({
      properties: {
        actionsInfo: ["Cancellable"],
        endTime: expect.stringMatching(/Z$/) as string,
        extendedInfo: { propertyBag: { "Backup Size": expect.stringMatching(/ MB$/) as string } },
      },
    });
    expect((await client.arm("GET", item, ITEMS)).body).toMatchObject({
      properties: {
        protectionState: "Protected",
        lastBackupStatus: "Completed",
        lastBackupTime: at(await job(id), "properties.startTime"),
        healthDetails: [{ code: 400239, message: "Backup pre-check status of this virtual machine is OK." }],
        kpisHealths: { BackupOperationStatusKPI: { resourceHealthDetails: [{ title: "Success" }] } },
      },
    });
    const [point] = await points();
    const taken = Date.parse(String(point?.properties["recoveryPointTime"]));
    const [{ startTime, endTime }] = at(await job(id), "properties.extendedInfo.tasksList") as [Record<string, string>];
    expect(taken).toBeGreaterThan(Date.parse(startTime ?? ""));
    expect(taken).toBeLessThan(Date.parse(endTime ?? ""));
    expect(at(await client.arm("GET", item, ITEMS), "properties.lastRecoveryPoint")).toBe(point?.properties["recoveryPointTime"]);
    expect(point?.properties).not.toHaveProperty("recoveryPointProperties");
    expect(point?.properties).toMatchObject({
      ...{ virtualMachineSize: "Standard_D2s_v5", osType: "Linux", securityType: "None", createdWithPolicyType: "V1" },
      recoveryPointMoveReadinessInfo: { ArchivedRP: { isReadyForMove: false } },
      isPrivateAccessEnabledOnAnyDisk: false,
      recoveryPointTierDetails: [
        { type: "InstantRP", status: "Valid" },
        { type: "HardenedRP", status: "Valid" },
      ],
    });
  });

  test("has the same duration for a VM on every run, and a shorter one after the first copy", async () => {
    const durations: unknown[] = [];
    for (let run = 0; run < 2; run++) {
      const other = await startClient();
      const itsVault = await makeVault(other);
      const id = await triggerBackup(other, await protect(other, "vm1"));
      other.emulator.advance(2 * 60 * MINUTE);
      durations.push(at(await other.arm("GET", `${itsVault}/backupJobs/${id}`, BACKUP), "properties.duration"));
    }
    expect(durations[0]).toMatch(/^PT(\d+H)?(\d+M)?(\d+S)?$/);
    expect(durations[1]).toBe(durations[0]);

    const first = await triggerBackup(client, item);
    client.emulator.advance(2 * 60 * MINUTE);
    const second = await triggerBackup(client, item);
    client.emulator.advance(2 * 60 * MINUTE);
    const transfer = async (id: string) => minutes(at(await job(id), "properties.extendedInfo.tasksList.1.duration"));
    expect(await transfer(second)).toBeLessThan(await transfer(first));
    expect(await points()).toHaveLength(2);
  });

  test("leaves the VM pending without a recovery point if the snapshot fails", async () => {
    client.emulator.failNextBackup("VM1", { code: "ExtensionSnapshotFailedNoNetwork", phase: "snapshot" });
    const id = await triggerBackup(client, item);
    await until(id, "Failed");
    expect((await job(id)).body).toMatchObject({
      properties: {
        errorDetails: [
          {
            errorTitle: "ExtensionSnapshotFailedNoNetwork",
            errorString: expect.any(String) as string,
            recommendations: [expect.any(String) as string],
          },
        ],
        extendedInfo: { tasksList: [{ status: "Failed" }, { status: "Failed" }] },
      },
    });
    expect(await points()).toEqual([]);
    expect(await state()).toBe("IRPending");
    await until(await triggerBackup(client, item), "Completed");
    expect(await state()).toBe("Protected");
  });

  test("ends with warnings and a snapshot if the transfer fails", async () => {
    client.emulator.failNextBackup(vmId(client, "vm1"), { code: "CloudInternalError", phase: "transfer" });
    const id = await triggerBackup(client, item);
    await until(id, "CompletedWithWarnings");
    expect((await job(id)).body).toMatchObject({
      properties: {
        errorDetails: [{ errorCode: 130001 }],
        extendedInfo: { tasksList: [{ status: "Completed" }, { status: "Failed" }] },
      },
    });
    expect((await points()).map(({ properties }) => properties["recoveryPointTierDetails"])).toEqual([
      [{ type: "InstantRP", status: "Valid" }],
    ]);
    expect(await state()).toBe("IRPending");
  });

  test("fails if the VM was deleted", async () => {
    expect((await client.arm("DELETE", vmId(client, "vm1"), "2024-03-01")).status).toBe(200);
    const id = await triggerBackup(client, item);
    await until(id, "Failed");
    expect(at(await job(id), "properties.errorDetails.0.errorTitle")).toBe("UserErrorVmNotFoundV2");
  });

  test("is not found in another vault, and its operation is not either", async () => {
    const other = await makeVault(client, "other");
    const accepted = await trigger();
    const id = String(at(await client.follow(accepted), "properties.jobId"));
    const operationId = new URL(accepted.headers["azure-asyncoperation"] ?? "").pathname.split("/").at(-1) ?? "";
    expect((await client.arm("GET", `${other}/backupJobs/${id}`, BACKUP)).status).toBe(404);
    expect((await client.arm("GET", `${other}/backupOperations/${operationId}`, BACKUP)).status).toBe(404);
  });
});

describe("the list of jobs", () => {
  const list = (filter: string) => client.arm("GET", `${vault}/backupJobs?$filter=${encodeURIComponent(filter)}`, BACKUP);
  const ids = async (filter: string) => (at(await list(filter), "value") as { name: string }[]).map(({ name }) => name);

  test("is filtered by operation, status and start time, newest first, without details", async () => {
    client.emulator.advance(Date.parse("2041-03-05T23:00:00Z") - client.emulator.now().getTime());
    const first = await triggerBackup(client, item);
    client.emulator.advance(2 * 60 * MINUTE);
    const second = await triggerBackup(client, item);
    expect(await ids("operation eq 'Backup'")).toEqual([second, first]);
    expect(await ids("operation eq 'Backup' and status eq 'InProgress' and backupManagementType eq 'AzureIaasVM'")).toEqual([
      second,
    ]);
    expect(await ids("operation eq 'ConfigureBackup'")).toHaveLength(1);
    expect(
      await ids("startTime eq '2041-03-05 11:00:00 PM' and endTime eq '2041-03-06 12:30:00 AM' and operation eq 'Backup'"),
    ).toEqual([first]);
    expect(at(await list("operation eq 'Backup'"), "value.0.properties.extendedInfo")).toBeUndefined();
  });
});

test("a recovery point does not exist any more after its expiry", async () => {
  const properties = {
    ...BACKUP_BODY.properties,
    recoveryPointExpiryTimeInUTC: new Date(client.emulator.now().getTime() + 86_400_000),
  };
  await trigger({}, { properties });
  client.emulator.advance(23 * 60 * MINUTE);
  const [point] = await points();
  const { id } = point as unknown as { id: string };
  expect((await client.arm("GET", id, BACKUP)).body).toEqual(point);
  client.emulator.advance(60 * MINUTE);
  expect(await points()).toEqual([]);
  expect((await client.arm("GET", id, BACKUP)).status).toBe(404);
});

function minutes(duration: unknown): number {
  const [, hours, rest] = /^PT(?:(\d+)H)?(?:(\d+)M)?/.exec(String(duration)) ?? [];
  return Number(hours ?? 0) * 60 + Number(rest ?? 0);
}
