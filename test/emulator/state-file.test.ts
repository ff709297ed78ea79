import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import promises from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { startTestEmulator } from "../support/emulator";
import { BACKUP, GROUPS, ITEMS, VAULTS, groupId, makeVault, protect, triggerBackup } from "./azurerm";
import { at, refusal, startClient } from "./client";

const HOUR = 3_600_000;

const root = mkdtempSync(join(tmpdir(), "emulator-state-"));
let directory: string;
let stateFile: string;
beforeEach(() => {
  directory = mkdtempSync(join(root, "test-"));
  stateFile = join(directory, "state.json");
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

test("continues a lifecycle in the next process, from the time of the last one", async () => {
  let client = await startClient({ stateFile, speed: 0 });
  const vault = await makeVault(client);
  const item = await protect(client, "vm1");
  const job = await triggerBackup(client, item);
  client.emulator.advance(2 * HOUR);
  client.emulator.failNextBackup("vm1", { code: "CloudInternalError" });
  const before = await client.arm("GET", item, ITEMS);
  const { url } = client.emulator;
  const now = client.emulator.now();
  await client.stop();

  client = await startClient({ stateFile, speed: 0 });
  expect(client.emulator.now()).toEqual(now);
  // The next one has another port, which the vault's id is a URL of.
  const moved = JSON.stringify(before.body).replaceAll(url, client.emulator.url);
  expect((await client.arm("GET", item, ITEMS)).body).toEqual(JSON.parse(moved));
  expect(at(await client.arm("GET", `${vault}/backupJobs/${job}`, BACKUP), "properties.status")).toBe("Completed");
  const failing = await triggerBackup(client, item);
  client.emulator.advance(2 * HOUR);
  expect(at(await client.arm("GET", `${vault}/backupJobs/${failing}`, BACKUP), "properties.status")).toBe("Failed");
  await client.stop();
});

test("has every answered change in the file during simultaneous requests", async () => {
  const client = await startClient({ stateFile });
  await client.arm("GET", client.subscription, GROUPS);
  const names = Array.from({ length: 60 }, (_, n) => `rg-${n}`);
  await Promise.all(
    names.map(async (name) => {
      const id = groupId(client, name);
      expect((await client.arm("PUT", id, GROUPS, { location: "westeurope" })).status).toBe(201);
      // What a process would read that starts after kill -9 at this moment.
      const { state } = JSON.parse(readFileSync(stateFile, "utf8")) as { state: { resourceGroups: [string, unknown][] } };
      expect(state.resourceGroups.map(([key]) => key)).toContain(id.toLowerCase());
    }),
  );
  await client.stop();
  expect(readdirSync(directory)).toEqual(["state.json"]);
});

test("returns an error if the state cannot be saved", async () => {
  const gone = mkdtempSync(join(tmpdir(), "emulator-gone-"));
  const client = await startClient({ stateFile: join(gone, "state.json") });
  await client.arm("GET", client.subscription, GROUPS);
  rmSync(gone, { recursive: true });
  const reported = jest.spyOn(console, "error").mockImplementation(() => undefined);
  const answer = await client.arm("PUT", groupId(client), GROUPS, { location: "westeurope" });
  expect(refusal(answer)).toEqual([501, "EmulatorFailure"]);
  expect(reported).toHaveBeenCalled();
  reported.mockRestore();
  await expect(client.emulator.stop()).rejects.toThrow(/ENOENT/);
  expect(existsSync(client.emulator.certificateFile)).toBe(false);
});

describe("the clock of a state file", () => {
  test("keeps the time that the answer to its move reported, even after a kill", async () => {
    const client = await startClient({ stateFile, speed: 0 });
    await client.send("POST", "/emulator/clock", JSON.stringify({ advance: 3600 }));
    const killed = `${stateFile}.killed`;
    copyFileSync(stateFile, killed);
    expect((await startTestEmulator({ stateFile: killed, speed: 0 })).now()).toEqual(new Date("2027-01-15T10:00:00Z"));
  });

  test("never goes back, for every speed of the next emulator", async () => {
    const fast = await startTestEmulator({ stateFile, speed: 100_000 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    const seen = fast.now();
    await fast.stop();
    const slow = await startTestEmulator({ stateFile, speed: 0 });
    expect(slow.now().getTime()).toBeGreaterThanOrEqual(seen.getTime());
  });

  test("continues without a start time, and throws if it gets another one", async () => {
    await (await startTestEmulator({ stateFile, speed: 0 })).stop();
    const next = await startTestEmulator({ stateFile, speed: 0, startTime: undefined });
    next.advance(HOUR);
    await next.stop();
    expect((await startTestEmulator({ stateFile, speed: 0 })).now()).toEqual(new Date("2027-01-15T10:00:00Z"));
    await expect(startTestEmulator({ stateFile, startTime: "2027-02-01T00:00:00Z" })).rejects.toThrow(
      /^startTime is 2027-02-01T00:00:00\.000Z, but the state file '.*' began with 2027-01-15T09:00:00\.000Z and its clock continues: leave startTime out, or pass the path of a new file$/,
    );
  });

  test("throws if it gets a start time later", async () => {
    await (await startTestEmulator({ stateFile, startTime: undefined })).stop();
    await expect(startTestEmulator({ stateFile })).rejects.toThrow(/began without one and its clock continues/);
  });
});

test.each([
  ["{", /state\.json' cannot be read \(.*\): pass the path of a file that the emulator has written/],
  ['{"version":99}', /state\.json' holds no state of version 1/],
])("throws if the file has %s", async (content, message) => {
  writeFileSync(stateFile, content);
  await expect(startTestEmulator({ stateFile })).rejects.toThrow(message);
});

describe("the account and principals of a state file", () => {
  const account = { subscriptionId: "11110000-0000-4000-8000-000000001111", tenantId: "22220000-0000-4000-8000-000000002222" };
  const reader = { clientId: "33330000-0000-4000-8000-000000003333", clientSecret: "secret", roles: ["Reader"] };

  test("are used again without the options, so that the ids of a stack exist", async () => {
    let client = await startClient({ stateFile, account: { ...account, clientSecret: "mine" }, principals: [reader] });
    const vault = await makeVault(client);
    const { environment } = client;
    await client.stop();

    client = await startClient({ stateFile, startTime: undefined });
    for (const name of ["ARM_SUBSCRIPTION_ID", "ARM_TENANT_ID", "ARM_CLIENT_ID", "ARM_CLIENT_SECRET"]) {
      expect(client.environment[name]).toBe(environment[name]);
    }
    expect((await client.arm("GET", vault, VAULTS)).status).toBe(200);
    const asReader = { client_id: reader.clientId, client_secret: reader.clientSecret };
    expect((await client.signIn(asReader)).status).toBe(200);
  });

  test("may change their secret and the list of principals", async () => {
    await (await startTestEmulator({ stateFile, account, principals: [reader] })).stop();
    const client = await startClient({ stateFile, account: { clientSecret: "other", clientId: undefined }, principals: [] });
    expect(client.environment).toMatchObject({ ARM_CLIENT_SECRET: "other", ARM_SUBSCRIPTION_ID: account.subscriptionId });
    expect((await client.signIn()).status).toBe(200);
    expect((await client.signIn({ client_id: reader.clientId, client_secret: reader.clientSecret })).status).toBe(400);
  });

  test.each(["subscriptionId", "tenantId"])("throws if the %s is another one", async (part) => {
    await (await startTestEmulator({ stateFile, account })).stop();
    const other = "44440000-0000-4000-8000-000000004444";
    await expect(startTestEmulator({ stateFile, account: { ...account, [part]: other } })).rejects.toThrow(
      new RegExp(
        `^account\\.${part} is ${other}, but the state file '.*' began with .*: leave ${part} out, or pass the path of a`,
      ),
    );
    const same = await startTestEmulator({ stateFile, account });
    expect(same.environment()["ARM_SUBSCRIPTION_ID"]).toBe(account.subscriptionId);
  });

  test("are the defaults if a file of an older version has none", async () => {
    await (await startTestEmulator({ stateFile })).stop();
    const { identity: _, ...older } = JSON.parse(readFileSync(stateFile, "utf8")) as Record<string, unknown>;
    writeFileSync(stateFile, JSON.stringify(older));
    expect((await startTestEmulator({ stateFile })).environment()["ARM_SUBSCRIPTION_ID"]).toMatch(/^5b5c0000-/);
  });
});

describe("the file that is written", () => {
  const write = async () => {
    const client = await startClient({ stateFile });
    expect((await client.arm("PUT", groupId(client), GROUPS, { location: "westeurope" })).status).toBeLessThan(300);
    await client.stop();
  };

  test("is readable only by its owner, even if an earlier file was not", async () => {
    await write();
    chmodSync(stateFile, 0o644);
    await write();
    expect((statSync(stateFile).mode & 0o777).toString(8)).toBe("600");
  });

  test("is not written through a link beside it", async () => {
    const victim = join(directory, "victim");
    writeFileSync(victim, "untouched");
    const traps = [`${stateFile}.tmp`, join(directory, ".state.json.tmp")];
    for (const trap of traps) symlinkSync(victim, trap);
    await write();
    expect(readFileSync(victim, "utf8")).toBe("untouched");
  });

  test("has another temporary name each time", async () => {
    const opened = jest.spyOn(promises, "open");
    await write();
    const temporary = opened.mock.calls.map(([path]) => String(path)).filter((path) => path.endsWith(".tmp"));
    opened.mockRestore();
    expect(temporary.length).toBeGreaterThan(1);
    expect(new Set(temporary).size).toBe(temporary.length);
    expect(temporary.every((path) => dirname(path) === directory)).toBe(true);
  });

  test("leaves no temporary file if it cannot be renamed", async () => {
    const client = await startClient({ stateFile });
    rmSync(stateFile);
    mkdirSync(stateFile);
    const reported = jest.spyOn(console, "error").mockImplementation(() => undefined);
    expect((await client.arm("PUT", groupId(client), GROUPS, { location: "westeurope" })).status).toBe(501);
    reported.mockRestore();
    expect(readdirSync(directory)).toEqual(["state.json"]);
    rmSync(stateFile, { recursive: true });
    await client.stop();
  });

  test("deletes only the temporary files of killed processes", async () => {
    const leftover = join(directory, `.state.json.${"0a".repeat(16)}.tmp`);
    const others = [".state.json.tmp", ".other.json.0123456789abcdef.tmp", "state.json.bak"].map((name) => join(directory, name));
    for (const path of [leftover, ...others]) writeFileSync(path, "");
    await write();
    expect(existsSync(leftover)).toBe(false);
    for (const path of others) {
      expect(existsSync(path)).toBe(true);
    }
  });
});
