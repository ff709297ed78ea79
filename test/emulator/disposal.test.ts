import { existsSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { startEmulator, type Emulator } from "../../lib/emulator";
import { START_TIME } from "../../tools/local/start-time";

async function use(found: Emulator[], problem?: Error): Promise<void> {
  await using emulator = await startEmulator({ startTime: START_TIME });
  found.push(emulator);
  expect(existsSync(emulator.certificateFile)).toBe(true);
  if (problem) throw problem;
}

async function isReachable({ url }: Emulator): Promise<boolean> {
  return fetch(url).then(
    () => true,
    (error: unknown) => (error as { cause?: { code?: string } }).cause?.code !== "ECONNREFUSED",
  );
}

test("await using stops an emulator at the end of its block", async () => {
  const found: Emulator[] = [];
  await use(found);
  const [emulator] = found;
  expect(emulator && (await isReachable(emulator))).toBe(false);
  expect(readdirSync(tmpdir())).toEqual([]);
});

test("await using stops an emulator if its block throws, and rethrows the error", async () => {
  const found: Emulator[] = [];
  await expect(use(found, new Error("an assertion"))).rejects.toThrow("an assertion");
  const [emulator] = found;
  expect(emulator && (await isReachable(emulator))).toBe(false);
});

test("an emulator that is stopped twice and then disposed stops once", async () => {
  const emulator = await startEmulator({ startTime: START_TIME });
  await Promise.all([emulator.stop(), emulator.stop()]);
  await emulator.stop();
  await emulator[Symbol.asyncDispose]();
  expect(await isReachable(emulator)).toBe(false);
});

test("an emulator that cannot start leaves no files", async () => {
  await using emulator = await startEmulator({ startTime: START_TIME });
  const before = readdirSync(tmpdir());
  const port = Number(new URL(emulator.url).port);
  await expect(startEmulator({ startTime: START_TIME, port })).rejects.toThrow("EADDRINUSE");
  expect(readdirSync(tmpdir())).toEqual(before);
});
