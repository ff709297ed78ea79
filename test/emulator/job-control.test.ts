import { BACKUP, ITEMS, makeVault, protect, triggerBackup } from "./azurerm";
import { at, refusal, startClient, type Client } from "./client";

const MINUTE = 60_000;

let client: Client;
let vault: string;
let item: string;
let job: string;
beforeEach(async () => {
  client = await startClient({ speed: 0, scheduledBackups: false });
  vault = await makeVault(client);
  item = await protect(client, "vm1");
  job = `${vault}/backupJobs/${await triggerBackup(client, item)}`;
});

const get = (path: string) => client.arm("GET", path, BACKUP);
const properties = async () => at(await get(job), "properties");

describe("the cancellation of a job", () => {
  test("succeeds while the snapshot is taken, and leaves no recovery point", async () => {
    expect(await properties()).toMatchObject({ status: "InProgress", actionsInfo: ["Cancellable"] });
    const accepted = await client.arm("POST", `${job}/cancel`, BACKUP);
    expect([accepted.status, accepted.body, accepted.headers["retry-after"]]).toEqual([202, undefined, "60"]);
    expect(accepted.headers["azure-asyncoperation"]).toMatch(
      /\/backupJobs\/[\w-]{36}\/operationsStatus\/[\w-]{36}\?api-version=2019-05-13-preview&t=/,
    );
    const result = accepted.headers["location"] ?? "";
    expect(result).toMatch(/\/backupJobs\/[\w-]{36}\/operationResults\/[\w-]{36}\?api-version=2025-02-01&t=/);
    expect((await get(result)).status).toBe(202);
    client.emulator.advance(1000);
    expect((await get(result)).status).toBe(204);
    expect((await get(result.replace(/backupJobs\/[\w-]+/, "backupJobs/Azure"))).status).toBe(204);
    expect(await properties()).toMatchObject({
      status: "Cancelling",
      actionsInfo: ["Cancellable"],
      extendedInfo: { tasksList: [{ status: "Cancelling" }, { status: "Cancelling", startTime: "0001-01-01T00:00:00" }] },
    });
    client.emulator.advance(30_000);
    expect(at(await client.follow(accepted), "status")).toBe("Succeeded");
    expect(await properties()).toMatchObject({
      status: "Cancelled",
      endTime: expect.any(String) as string,
      errorDetails: [{ errorCode: 400158, errorTitle: "UserErrorJobSuccessfullyCancelled", recommendations: [] }],
      extendedInfo: { tasksList: [{ status: "Cancelled" }, { status: "Cancelled" }] },
    });
    expect((await get(`${item}/recoveryPoints`)).body).toEqual({ value: [] });
    expect(at(await client.arm("GET", item, ITEMS), "properties.protectionState")).toBe("IRPending");
  });

  test("is accepted again while the job is being cancelled", async () => {
    await client.arm("POST", `${job}/cancel`, BACKUP);
    client.emulator.advance(20_000);
    const again = await client.arm("POST", `${job}/cancel`, BACKUP);
    expect(again.status).toBe(202);
    expect(at(await client.follow(again), "status")).toBe("Succeeded");
    client.emulator.advance(10_000);
    expect(await properties()).toMatchObject({ status: "Cancelled" });
  });

  test.each([
    ["transfers data", 16, "InProgress"],
    ["has ended", 120, "Completed"],
  ])("fails in its operation once the backup %s", async (_, minutes, status) => {
    client.emulator.advance(minutes * MINUTE);
    expect(await properties()).toMatchObject({ status, actionsInfo: ["Cancellable"] });
    const accepted = await client.arm("POST", `${job}/cancel`, BACKUP);
    expect(accepted.status).toBe(202);
    expect((await client.follow(accepted)).body).toMatchObject({ status: "Failed", error: { code: "JobNotCancellable" } });
    expect(refusal(await get(accepted.headers["location"] ?? ""))).toEqual([400, "JobNotCancellable"]);
    expect(await properties()).toMatchObject({ status });
  });
});

test("exports jobs to a file that needs its signature", async () => {
  const filter = encodeURIComponent("operation eq 'Backup'");
  const accepted = await client.arm("POST", `${vault}/backupJobsExport?$filter=${filter}`, BACKUP);
  expect(accepted.status).toBe(202);
  const result = accepted.headers["location"] ?? "";
  expect((await get(result)).status).toBe(202);
  client.emulator.advance(30_000);
  const { blobUrl, blobSasKey } = at(await get(result), "operation") as { blobUrl: string; blobSasKey: string };
  const exported = JSON.parse(await client.text("GET", `${blobUrl}${blobSasKey}`)) as { id: string }[];
  expect(exported.map(({ id }) => id)).toEqual([job]);
  expect((await client.send("GET", blobUrl)).status).toBe(403);
  expect((await client.arm("POST", `${vault}/backupJobsExport?$filter=color`, BACKUP)).status).toBe(400);
});
