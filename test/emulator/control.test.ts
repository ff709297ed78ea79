import { GROUPS, groupId, makeVault, protect } from "./azurerm";
import { at, refusal, startClient, type Client } from "./client";

let client: Client;
beforeEach(async () => {
  client = await startClient({ speed: 0 });
});

const post = (path: string, body: object) => client.send("POST", path, JSON.stringify(body));

test("the clock stands still until a request moves it", async () => {
  const before = client.emulator.now().getTime();
  await client.signIn();
  expect(client.emulator.now().getTime()).toBe(before);
  expect(at(await post("/emulator/clock", { advance: 90 }), "now")).toBe(new Date(before + 90_000).toISOString());
  const now = "2040-05-06T07:08:09.000Z";
  expect((await post("/emulator/clock", { now })).body).toEqual({ now, speed: 0 });
  expect((await client.send("GET", "/emulator/clock")).body).toEqual({ now, speed: 0 });
  expect(client.environment["AZURE_VM_BACKUP_TIME_SCALE"]).toBe("0.001");
});

test.each([
  ["by a duration", { advance: 86_400 }],
  ["to a time", { now: "2027-01-16T12:00:00+03:00" }],
])("shows the backups that were due after the clock is moved %s", async (_, body) => {
  await makeVault(client);
  await protect(client, "vm1");
  expect((await post("/emulator/clock", body)).status).toBe(200);
  const snapshot = await client.send("GET", "/emulator/snapshot");
  expect(at(snapshot, "vaults.0")).toMatchObject({
    jobs: [
      { operation: "Backup", status: "Completed", startTime: "2027-01-15T19:30:00.0000000Z" },
      { operation: "ConfigureBackup" },
    ],
    items: [{ state: "Protected", lastBackupStatus: "Completed" }],
    recoveryPointCount: 1,
  });
  await client.arm("GET", groupId(client), GROUPS);
  expect(at(await client.send("GET", "/emulator/snapshot"), "vaults")).toEqual(at(snapshot, "vaults"));
});

test.each([
  [{ now: "2001-01-01T00:00:00Z" }, /cannot go back/],
  [{ advance: -1 }, /use \{ "advance": seconds \}/],
  [{ advance: 1e15 }, /ends with the year 9998/],
  [{ now: "2040-02-30T00:00:00Z" }, /use \{ "advance": seconds \}/],
  [{ now: "2040-02-01T00:00:00" }, /use \{ "advance": seconds \}/],
  [{}, /use \{ "advance": seconds \}/],
])("refuses to move the clock by %j", async (body, message) => {
  const answer = await post("/emulator/clock", body);
  expect(refusal(answer)).toEqual([400, "InvalidControlRequest"]);
  expect(at(answer, "error.message")).toMatch(message);
});

test("faults are added, listed and cleared", async () => {
  const fault = { kind: "throttle", path: "*/resourceGroups/*" };
  expect((await post("/emulator/faults", fault)).status).toBe(201);
  expect((await post("/emulator/faults", { faults: [fault] })).body).toEqual({ faults: [fault, fault] });
  expect((await client.arm("GET", groupId(client), GROUPS)).status).toBe(429);
  expect((await client.send("GET", "/emulator/faults")).body).toEqual({ faults: [fault] });
  expect((await client.send("DELETE", "/emulator/faults")).body).toEqual({ faults: [] });
  expect((await client.arm("GET", groupId(client), GROUPS)).status).toBe(404);
  expect(at(await post("/emulator/faults", { kind: "boom" }), "error.message")).toMatch(/body cannot be used: kind is "boom"/);
});

test("returns the journal as JSON lines, without the requests of the control API", async () => {
  await client.arm("GET", groupId(client), GROUPS);
  await post("/emulator/clock", { advance: 1 });
  const lines = await client.text("GET", "/emulator/journal");
  const entries = lines
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { path: string; status: number });
  expect(entries.map(({ path, status }) => [path, status])).toEqual([
    [expect.stringMatching(/\/token$/), 200],
    [groupId(client), 404],
  ]);
  expect(lines).not.toContain("emulator-client-secret");
});
