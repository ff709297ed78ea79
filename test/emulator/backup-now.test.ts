import { BACKUP, BACKUP_BODY, ITEMS, itemId, makeVault, protect, triggerBackup, untilJob } from "./azurerm";
import { at, refusal, startClient, type Client } from "./client";

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

const until = (jobId: string, status: string, task?: number) => untilJob(client, vault, jobId, status, task);

describe("the trigger", () => {
  test("is accepted with signed links as long as Azure's, and no Retry-After", async () => {
    const { status, headers, body } = await trigger();
    expect([status, body]).toEqual([202, undefined]);
    expect(headers["azure-asyncoperation"]).toMatch(
      /\/operationsStatus\/[\w-]{36}\?api-version=2025-02-01&t=.+&c=.{2000,}&s=.+&h=.+/,
    );
    expect(headers["location"]).toMatch(/\/operationResults\/[\w-]{36}\?/);
    expect(headers["retry-after"]).toBeUndefined();
  });

  test("returns the configured Retry-After, in emulated seconds", async () => {
    const other = await startClient({ triggerRetryAfter: 60, speed: 20 });
    await makeVault(other);
    const id = await protect(other, "vm1");
    expect((await other.arm("POST", `${id}/backup`, BACKUP, BACKUP_BODY)).headers["retry-after"]).toBe("60");
  });

  test("returns its job through the operations of the item and of the vault", async () => {
    const accepted = await trigger({ "x-ms-client-request-id": "5f1f0000-0000-4000-8000-000000000001" });
    const operationId = new URL(accepted.headers["azure-asyncoperation"] ?? "").pathname.split("/").at(-1) ?? "";
    const running = await client.arm("GET", `${vault}/backupOperations/${operationId}`, BACKUP);
    expect(running.body).toMatchObject({ status: "InProgress", endTime: "0001-01-01T00:00:00" });
    expect(at(running, "properties")).toBeUndefined();
    expect((await client.arm("GET", `${vault}/backupOperationResults/${operationId}`, BACKUP)).status).toBe(202);

    const done = await client.follow(accepted);
    expect(done.body).toMatchObject({
      id: operationId,
      status: "Succeeded",
      endTime: at(running, "startTime"),
      properties: { objectType: "OperationStatusJobExtendedInfo" },
    });
    expect((await client.arm("GET", `${vault}/backupOperations/${operationId}`, BACKUP)).body).toEqual(done.body);
    expect((await client.arm("GET", `${vault}/backupOperationResults/${operationId}`, BACKUP)).status).toBe(204);
    expect((await client.arm("GET", accepted.headers["location"] ?? "", "")).body).toMatchObject({
      properties: { friendlyName: "vm1" },
    });
    expect((await job(String(at(done, "properties.jobId")))).body).toMatchObject({
      properties: { status: "InProgress", operation: "Backup", activityId: "5f1f0000-0000-4000-8000-000000000001" },
    });
  });

  test("is accepted while a snapshot is taken, and its job fails within seconds", async () => {
    const first = await triggerBackup(client, item);
    client.emulator.advance(2 * MINUTE);
    const second = await triggerBackup(client, item);
    client.emulator.advance(1000);
    expect((await job(second)).body).toMatchObject({
      properties: {
        status: "Failed",
        duration: "PT1.4S",
        errorDetails: [
          {
            errorCode: 400249,
            errorTitle: "UserErrorBackupOperationInProgress",
            errorString: "Unable to initiate backup as another backup operation is currently in progress.",
            recommendations: [expect.stringContaining("wait until the previous backup operation is completed") as string],
          },
        ],
      },
    });
    expect(at(await job(first), "properties.status")).toBe("InProgress");
    await until(first, "Completed");
    expect((await client.arm("GET", item, ITEMS)).body).toMatchObject({
      properties: { protectionState: "Protected", lastBackupStatus: "Completed" },
    });
    await until(await triggerBackup(client, item), "Completed");
  });

  test("returns 409 if a fault asks for it", async () => {
    const code = "UserErrorBackupOperationInProgress";
    client.emulator.addFault({ kind: "error", method: "POST", path: "*/backup", status: 409, code });
    expect(refusal(await trigger())).toEqual([409, code]);
  });

  test("is refused the tenth time in a day, including failed attempts", async () => {
    client.emulator.advance(Date.parse("2027-02-01T00:00:00Z") - client.emulator.now().getTime());
    for (let attempt = 1; attempt <= 9; attempt++) {
      client.emulator.failNextBackup("vm1");
      await triggerBackup(client, item);
      client.emulator.advance(2 * 60 * MINUTE);
    }
    expect(refusal(await trigger())).toEqual([400, "OnDemandBackupLimitReached"]);
    client.emulator.advance(24 * 60 * MINUTE);
    expect((await trigger()).status).toBe(202);
  });

  test("is refused for an item that is stopped, soft-deleted or missing", async () => {
    await client.follow(
      await client.arm("PUT", item, ITEMS, {
        properties: { protectionState: "ProtectionStopped", protectedItemType: "Microsoft.Compute/virtualMachines" },
      }),
    );
    expect(refusal(await trigger())).toEqual([400, "UserErrorBcmDatasourceNotPresent"]);
    await client.follow(await client.arm("DELETE", item, ITEMS));
    expect(refusal(await trigger())).toEqual([400, "UserErrorBcmDatasourceNotPresent"]);
    item = itemId(client, "vm2");
    expect(refusal(await trigger())).toEqual([404, "BMSUserErrorDataSourceObjectNotFound"]);
  });

  test.each([
    ["no object type", {}],
    ["a date in the past", { ...BACKUP_BODY.properties, recoveryPointExpiryTimeInUTC: "2020-01-01T00:00:00Z" }],
    ["a date more than 99 years ahead", { ...BACKUP_BODY.properties, recoveryPointExpiryTimeInUTC: "2226-01-01T00:00:00Z" }],
    ["a text that is not a date", { ...BACKUP_BODY.properties, recoveryPointExpiryTimeInUTC: "tomorrow" }],
  ])("is refused with %s", async (_, properties) => {
    expect(refusal(await trigger({}, { properties }))).toEqual([400, "BMSUserErrorInvalidInput"]);
  });
});
