import { BACKUP, ITEMS, makeVault, protect, triggerBackup } from "./azurerm";
import { at, refusal, startClient, stopClient, type Client } from "./client";

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
afterEach(() => stopClient(client));

const get = (path: string) => client.arm("GET", path, BACKUP);
const properties = async () => at(await get(job), "properties");

describe("a job is cancelled", () => {
  test("while its snapshot is taken, and leaves nothing behind", async () => {
    expect(await properties()).toMatchObject({ status: "InProgress", actionsInfo: [1] });
    const accepted = await client.arm("POST", `${job}/cancel`, BACKUP);
    expect(accepted.status).toBe(202);
    expect(await properties()).toMatchObject({ status: "Cancelling", actionsInfo: [] });
    expect((await get(accepted.headers["location"] ?? "")).status).toBe(202);
    client.emulator.advance(30_000);
    expect((await get(accepted.headers["location"] ?? "")).status).toBe(204);
    expect(at(await client.follow(accepted), "status")).toBe("Succeeded");
    expect(await properties()).toMatchObject({
      status: "Cancelled",
      endTime: expect.any(String) as string,
      errorDetails: [{ errorCode: 400158, errorTitle: "UserErrorJobSuccessfullyCancelled" }],
      extendedInfo: { tasksList: [{ status: "Cancelled" }, { status: "Cancelled" }] },
    });
    expect((await get(`${item}/recoveryPoints`)).body).toEqual({ value: [] });
    expect(at(await client.arm("GET", item, ITEMS), "properties.protectionState")).toBe("IRPending");
  });

  test("but not twice, nor once the snapshot is taken", async () => {
    const refused = [400, "JobNotCancellable"];
    await client.arm("POST", `${job}/cancel`, BACKUP);
    expect(refusal(await client.arm("POST", `${job}/cancel`, BACKUP))).toEqual(refused);
    client.emulator.advance(MINUTE);
    job = `${vault}/backupJobs/${await triggerBackup(client, item)}`;
    client.emulator.advance(16 * MINUTE);
    expect(await properties()).toMatchObject({ status: "InProgress", actionsInfo: [] });
    expect(refusal(await client.arm("POST", `${job}/cancel`, BACKUP))).toEqual(refused);
  });
});

test("jobs are exported to a file, got with its signature", async () => {
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
