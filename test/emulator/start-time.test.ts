import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import type { EmulatorOptions } from "../../lib/emulator";
import { startTestEmulator } from "../support/emulator";
import { BACKUP, groupId, GROUPS, makeVault, protect } from "./azurerm";
import { at, startClient } from "./client";

const DAY = 86_400_000;

test.each<[string | Date, string]>([
  ["2027-01-15T09:00:00Z", "2027-01-15T09:00:00.000Z"],
  ["2027-01-15T09:00Z", "2027-01-15T09:00:00.000Z"],
  ["2028-02-29T23:59:59.500+05:45", "2028-02-29T18:14:59.500Z"],
  [new Date("2001-01-02T00:00:00Z"), "2001-01-02T00:00:00.000Z"],
  ["9998-12-30T23:59:59Z", "9998-12-30T23:59:59.000Z"],
])("a stepped clock starts at %s and stands still", async (startTime, time) => {
  const emulator = await startTestEmulator({ startTime, speed: 0 });
  expect(emulator.now().toISOString()).toBe(time);
  emulator.advance(DAY / 2);
  expect(emulator.now().getTime() - Date.parse(time)).toBe(DAY / 2);
});

test("a clock runs from its start time at its speed", async () => {
  const emulator = await startTestEmulator({ startTime: "2040-01-01T00:00:00Z", speed: 1_000 });
  await new Promise((resolve) => setTimeout(resolve, 20));
  const passed = emulator.now().getTime() - Date.parse("2040-01-01T00:00:00Z");
  expect(passed).toBeGreaterThan(15_000);
  expect(passed).toBeLessThan(DAY);
});

test("a clock without a start time starts at the present time", async () => {
  const before = Date.now();
  const emulator = await startTestEmulator({ startTime: undefined, speed: 0 });
  expect(emulator.now().getTime()).toBeGreaterThanOrEqual(before);
  expect(emulator.now().getTime()).toBeLessThanOrEqual(Date.now());
});

test.each<[unknown]>([
  ["2027-01-15"],
  ["2027-01-15T09:00:00"],
  ["2027-02-29T09:00:00Z"],
  ["2027-01-15T24:00:00Z"],
  ["15 January 2027 09:00 UTC"],
  ["2001-01-01T00:00:00Z"],
  ["9999-01-01T00:00:00Z"],
  [""],
  [new Date(NaN)],
  [1_800_000_000_000],
  [null],
])("throws if startTime is %j", async (startTime) => {
  await expect(startTestEmulator({ startTime } as EmulatorOptions)).rejects.toThrow(
    /^startTime is '.*': use an ISO 8601 time with Z or an offset, such as 2027-01-15T09:00:00Z, from 2001-01-02 to the end of the year 9998$/,
  );
});

test.each(["2003-06-01T12:00:00Z", "2065-06-01T12:00:00Z"])(
  "from %s on, answers have the emulated time, tokens and certificates the clients'",
  async (startTime) => {
    const client = await startClient({ startTime, speed: 0 });
    const answer = await client.arm("PUT", groupId(client), GROUPS, { location: "westeurope" });
    expect([answer.status, answer.headers["date"]]).toEqual([201, new Date(startTime).toUTCString()]);
    const [, claims = ""] = (at(await client.signIn(), "access_token") as string).split(".");
    const { iat, exp } = JSON.parse(Buffer.from(claims, "base64url").toString()) as { iat: number; exp: number };
    expect(iat).toBeLessThanOrEqual(Date.now() / 1_000);
    expect(exp).toBeGreaterThan(Date.now() / 1_000);
    const { validFrom, validTo } = new X509Certificate(readFileSync(client.emulator.certificateFile));
    expect(Date.parse(validFrom)).toBeLessThan(Date.now());
    expect(Date.parse(validTo)).toBeGreaterThan(Date.now());
  },
);

test("a policy starts its backups by the emulated time of day", async () => {
  const backups = async (startTime: string): Promise<number> => {
    const client = await startClient({ startTime, speed: 0 });
    const vault = await makeVault(client);
    await protect(client, "vm1");
    client.emulator.advance(2 * 3_600_000);
    const filter = encodeURIComponent("operation eq 'Backup'");
    return (at(await client.arm("GET", `${vault}/backupJobs?$filter=${filter}`, BACKUP), "value") as unknown[]).length;
  };
  expect(await backups("2027-01-15T09:00:00Z")).toBe(0);
  expect(await backups("2027-01-15T18:00:00Z")).toBe(1);
});
