import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LiveCheckLog } from "../../../lib/hook/live-check/log";
import { keepSecret } from "../../../lib/hook/outgoing/secrets";
import { FakeClock } from "../fakes";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "live-check-log-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const GUID = "5b5c0000-0000-4000-8000-00000000bbbb";

function log(maskedFor: string | undefined, ...lines: string[]): { printed: string[]; text: string; events: unknown[] } {
  const printed: string[] = [];
  const writer = new LiveCheckLog(folder, { maskedFor, print: (line) => printed.push(line), clock: new FakeClock() });
  for (const line of lines) writer.say(line);
  const text = readFileSync(join(folder, "live-check.log"), "utf8");
  const events = readFileSync(join(folder, "live-check.jsonl"), "utf8").trim().split("\n");
  return { printed, text, events: events.map((line) => JSON.parse(line) as unknown) };
}

test("writes what it prints, with the time, also as JSON lines", () => {
  const { printed, text, events } = log(undefined, `a VM in ${GUID}`);
  expect(printed).toEqual([`a VM in ${GUID}`]);
  expect(text).toBe(`2026-11-20T10:00:00.000Z a VM in ${GUID}\n`);
  expect(events).toEqual([{ time: "2026-11-20T10:00:00.000Z", event: "line", text: `a VM in ${GUID}` }]);
});

test("writes no secret, and no key of a storage account", () => {
  keepSecret("s3cret-of-a-test!");
  const key = `${"aB3+/".repeat(17)}x==`;
  const { printed, text, events } = log(undefined, `secret s3cret-of-a-test!, key ${key}`);
  for (const one of [...printed, text, JSON.stringify(events)]) {
    expect(one).not.toContain("s3cret-of-a-test!");
    expect(one).not.toContain(key);
  }
});

test("gives a GUID one name in every spelling, and another one in another run", () => {
  const { text, events, printed } = log("run-1", `one ${GUID}`, `two ${GUID.toUpperCase()}`);
  const [first = "", second = ""] = printed.map((line) => line.split(" ")[1] ?? "");
  expect(first).toMatch(/^<id-[\da-f]{6}>$/);
  expect(second).toBe(first);
  expect(`${text}${JSON.stringify(events)}`).not.toMatch(new RegExp(GUID, "i"));
  expect(log("run-2", GUID).printed).not.toEqual([first]);
});
