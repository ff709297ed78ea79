import {
  BACKUP,
  BACKUP_BODY,
  GROUPS,
  ITEMS,
  groupId,
  itemBody,
  itemId,
  makeVault,
  protect,
  triggerBackup,
  vmId,
} from "./azurerm";
import { at, refusal, startClient, type Client } from "./client";

let client: Client;
beforeEach(async () => {
  client = await startClient({ speed: 0, seed: 7 });
  // Sign in before the first fault.
  await get();
});

const put = () => client.arm("PUT", groupId(client), GROUPS, { location: "westeurope" });
const get = () => client.arm("GET", groupId(client), GROUPS);

describe("a request", () => {
  test("gets an error `times` times, after `skip` requests", async () => {
    client.emulator.addFault({
      kind: "error",
      method: "get",
      path: "*/RESOURCEGROUPS/*",
      status: 503,
      code: "Busy",
      skip: 1,
      times: 2,
    });
    await put();
    const statuses: number[] = [];
    for (let n = 0; n < 4; n++) statuses.push((await get()).status);
    expect(statuses).toEqual([200, 503, 503, 200]);
  });

  test("gets the code, message and Retry-After of the fault", async () => {
    client.emulator.addFault({ kind: "error", status: 409, code: "Conflict", message: "not now", retryAfter: 30 });
    const answer = await put();
    expect(refusal(answer)).toEqual([409, "Conflict"]);
    expect([at(answer, "error.message"), answer.headers["retry-after"]]).toEqual(["not now", "30"]);
    expect((await get()).status).toBe(404);
  });

  test.each([[undefined], [17]])("is throttled with Retry-After %s", async (retryAfter) => {
    client.emulator.addFault({ kind: "throttle", ...(retryAfter === undefined ? {} : { retryAfter }) });
    const answer = await put();
    expect([answer.status, answer.headers["retry-after"]]).toEqual([
      429,
      retryAfter === undefined ? undefined : String(retryAfter),
    ]);
  });

  test("gets the error of an expired token", async () => {
    client.emulator.addFault({ kind: "expiredToken" });
    const answer = await get();
    expect(refusal(answer)).toEqual([401, "ExpiredAuthenticationToken"]);
    expect(answer.headers["www-authenticate"]).toContain("invalid_token");
  });

  test.each([
    ["before", 404, 0],
    ["after", 200, 201],
  ] as const)("is reset %s it has its effect", async (when, status, recorded) => {
    client.emulator.addFault({ kind: "reset", when, method: "PUT" });
    await expect(put()).rejects.toThrow(/socket hang up|ECONNRESET/);
    expect((await get()).status).toBe(status);
    const entry = client.emulator.journal.find(({ method }) => method === "PUT");
    expect(entry).toMatchObject({ status: recorded, fault: `reset ${when}` });
  });

  test("is answered late, in emulated seconds", async () => {
    const fast = await startClient({ speed: 1000 });
    await fast.signIn();
    fast.emulator.addFault({ kind: "latency", seconds: [100, 120] });
    const started = fast.emulator.now().getTime();
    await fast.signIn();
    expect(fast.emulator.now().getTime() - started).toBeGreaterThan(99_000);
  });

  test("gets a fault with its probability, in the same sequence for the same seed", async () => {
    const course = async (seed: number) => {
      const other = await startClient({
        seed,
        faults: [{ kind: "error", path: "*/resourceGroups", status: 500, code: "X", chance: 0.5, times: "always" }],
      });
      const statuses: number[] = [];
      for (let n = 0; n < 40; n++) statuses.push((await other.arm("GET", `${other.subscription}/resourceGroups`, GROUPS)).status);
      return statuses.join();
    };
    const [first, again, different] = [await course(1), await course(1), await course(2)];
    expect(first).toMatch(/200.*500|500.*200/);
    expect(again).toBe(first);
    expect(different).not.toBe(first);
  });
});

describe("a VM", () => {
  let vault: string;
  let item: string;
  beforeEach(async () => {
    vault = await makeVault(client);
    item = await protect(client, "vm1");
  });

  const trigger = () => client.arm("POST", `${item}/backup`, BACKUP, BACKUP_BODY);
  const jobs = async () =>
    at(await client.arm("GET", `${vault}/backupJobs?$filter=operation eq 'Backup'`.replace(/ /g, "%20"), BACKUP), "value") as {
      name: string;
      properties: { status: string; errorDetails?: { errorTitle: string }[] };
    }[];

  test.each([
    ["vm1"],
    ["/subscriptions/5b5c0000-0000-4000-8000-00000000bbbb/resourceGroups/RG-APP/providers/Microsoft.Compute/virtualMachines/VM1"],
  ])("gets only the faults for it: %s", async (vm) => {
    const other = await protect(client, "vm2");
    client.emulator.addFault({ kind: "error", vm, path: "*/backup", status: 409, code: "UserErrorBackupOperationInProgress" });
    expect((await client.arm("POST", `${other}/backup`, BACKUP, BACKUP_BODY)).status).toBe(202);
    expect(refusal(await trigger())).toEqual([409, "UserErrorBackupOperationInProgress"]);
    expect(await jobs()).toHaveLength(1);
    expect((await trigger()).status).toBe(202);
  });

  test("has one failed job if a fault makes its next backup fail", async () => {
    client.emulator.addFault({ kind: "job", vm: "vm1", code: "UserErrorBackupOperationInProgress" });
    await triggerBackup(client, item);
    client.emulator.advance(2 * 3_600_000);
    expect((await jobs())[0]?.properties).toMatchObject({
      status: "Failed",
      errorDetails: [{ errorTitle: "UserErrorBackupOperationInProgress" }],
    });
    await triggerBackup(client, item);
    client.emulator.advance(2 * 3_600_000);
    expect((await jobs()).map(({ properties }) => properties.status)).toEqual(["Completed", "Failed"]);
  });

  test("has no job if the operation of its backup fails", async () => {
    client.emulator.addFault({ kind: "operation", path: "*/backup", code: "CloudInternalError" });
    const accepted = await trigger();
    expect(accepted.status).toBe(202);
    expect((await client.follow(accepted)).body).toMatchObject({ status: "Failed", error: { code: "CloudInternalError" } });
    expect(await jobs()).toEqual([]);
  });

  test("does not change if the operation of its change fails", async () => {
    client.emulator.addVirtualMachine(vmId(client, "vm2"));
    client.emulator.addFault({ kind: "operation", vm: "vm2", code: "CloudInternalError", message: "try later" });
    const created = await client.follow(await client.arm("PUT", itemId(client, "vm2"), ITEMS, itemBody(client, "vm2")));
    expect(created.body).toMatchObject({ status: "Failed", error: { code: "CloudInternalError", message: "try later" } });
    expect((await client.arm("GET", itemId(client, "vm2"), ITEMS)).status).toBe(404);

    client.emulator.addFault({ kind: "operation", vm: "vm1", method: "DELETE", code: "CloudInternalError" });
    expect(at(await client.follow(await client.arm("DELETE", item, ITEMS)), "status")).toBe("Failed");
    expect(at(await client.arm("GET", item, ITEMS), "properties.isScheduledForDeferredDelete")).toBeUndefined();
  });

  test("is shown in lists, and in its new state, only after the lag", async () => {
    client.emulator.addFault({ kind: "lag", of: "jobs", seconds: 60 });
    client.emulator.addFault({ kind: "lag", of: "items", seconds: [30, 90], vm: "vm2" });
    client.emulator.addFault({ kind: "lag", of: "states", seconds: 600, vm: "vm1" });
    const id = await triggerBackup(client, item);
    expect(await jobs()).toEqual([]);
    expect((await client.arm("GET", `${vault}/backupJobs/${id}`, BACKUP)).status).toBe(200);
    client.emulator.advance(60_000);
    expect(await jobs()).toHaveLength(1);

    await protect(client, "vm2");
    const listed = async () => (at(await client.arm("GET", `${vault}/backupProtectedItems`, ITEMS), "value") as unknown[]).length;
    expect(await listed()).toBe(1);
    client.emulator.advance(90_000);
    expect(await listed()).toBe(2);

    const state = async () => at(await client.arm("GET", item, ITEMS), "properties.protectionState");
    for (let minutes = 0; (await jobs())[0]?.properties.status !== "Completed" && minutes < 120; minutes++)
      client.emulator.advance(60_000);
    expect(await state()).toBe("IRPending");
    client.emulator.advance(600_000);
    expect(await state()).toBe("Protected");
  });

  test("gets no fault that was cleared", async () => {
    client.emulator.addFault({ kind: "throttle", times: "always" });
    expect((await get()).status).toBe(429);
    client.emulator.clearFaults();
    expect((await get()).status).toBe(200);
  });
});
