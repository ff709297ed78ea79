import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startTestEmulator } from "../support/emulator";
import { BACKUP, GROUPS, ITEMS, groupId, makeVault, protect, triggerBackup } from "./azurerm";
import { at, refusal, startClient } from "./client";

const HOUR = 3_600_000;

const directory = mkdtempSync(join(tmpdir(), "emulator-state-"));
const stateFile = join(directory, "state.json");
afterEach(() => {
  rmSync(stateFile, { force: true });
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

test("a lifecycle goes on in the next process, at the time the last one had come to", async () => {
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

test("whatever was answered is in the file, however many ask at once", async () => {
  const client = await startClient({ stateFile });
  await client.arm("GET", client.subscription, GROUPS);
  const names = Array.from({ length: 60 }, (_, n) => `rg-${n}`);
  await Promise.all(
    names.map(async (name) => {
      const id = groupId(client, name);
      expect((await client.arm("PUT", id, GROUPS, { location: "westeurope" })).status).toBe(201);
      // What a process started after kill -9 at this moment would read.
      const { state } = JSON.parse(readFileSync(stateFile, "utf8")) as { state: { resourceGroups: [string, unknown][] } };
      expect(state.resourceGroups.map(([key]) => key)).toContain(id.toLowerCase());
    }),
  );
  await client.stop();
  expect(existsSync(`${stateFile}.tmp`)).toBe(false);
});

test("an answer that cannot be saved is an error", async () => {
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
  test("is where the answer to its move said it is, even if the emulator is killed then", async () => {
    const client = await startClient({ stateFile, speed: 0 });
    await client.send("POST", "/emulator/clock", JSON.stringify({ advance: 3600 }));
    const killed = `${stateFile}.killed`;
    copyFileSync(stateFile, killed);
    expect((await startTestEmulator({ stateFile: killed, speed: 0 })).now()).toEqual(new Date("2027-01-15T10:00:00Z"));
    rmSync(killed);
  });

  test("never goes back, whatever speed the next emulator has", async () => {
    const fast = await startTestEmulator({ stateFile, speed: 100_000 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    const seen = fast.now();
    await fast.stop();
    const slow = await startTestEmulator({ stateFile, speed: 0 });
    expect(slow.now().getTime()).toBeGreaterThanOrEqual(seen.getTime());
  });

  test("goes on without a start time, too, and not with another one", async () => {
    await (await startTestEmulator({ stateFile, speed: 0 })).stop();
    const next = await startTestEmulator({ stateFile, speed: 0, startTime: undefined });
    next.advance(HOUR);
    await next.stop();
    expect((await startTestEmulator({ stateFile, speed: 0 })).now()).toEqual(new Date("2027-01-15T10:00:00Z"));
    await expect(startTestEmulator({ stateFile, startTime: "2027-02-01T00:00:00Z" })).rejects.toThrow(
      /^startTime is 2027-02-01T00:00:00\.000Z, but the state file '.*' began with 2027-01-15T09:00:00\.000Z and its clock goes on: leave startTime out, or pass the path of a new file$/,
    );
  });

  test("cannot be given a start time afterwards", async () => {
    await (await startTestEmulator({ stateFile, startTime: undefined })).stop();
    await expect(startTestEmulator({ stateFile })).rejects.toThrow(/began without one and its clock goes on/);
  });
});

test.each([
  ["{", /state\.json' cannot be read \(.*\): pass the path of a file that the emulator has written/],
  ['{"version":99}', /state\.json' holds no state of version 1/],
])("a file with %s is refused", async (content, message) => {
  writeFileSync(stateFile, content);
  await expect(startTestEmulator({ stateFile })).rejects.toThrow(message);
});
