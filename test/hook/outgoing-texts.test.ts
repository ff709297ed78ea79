import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { operationIdIn } from "../../lib/hook/arm/operation-id";
import { COMMANDS, estateAzure, type EstateVm } from "./estate";
import { harmfulLines } from "./harmful-lines";
import type { Answer } from "./scripted-azure";

const HOSTILE =
  "::error::x\r\n::error::y ##vso[task.complete result=Failed]z ##[add-mask]\u001b[31m\u001b]0;t\u0007\u009b1m\u202e\u2028";

const VMS: EstateVm[] = [
  { name: "vm-web", group: "rg-a" },
  { name: "vm-old", group: "rg-a", state: "backedUp" },
  { name: "vm-run", group: "rg-a", state: "running" },
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "foreign-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Adds hostile text to each text of an answer, except to those that the hook needs to continue. */
function spoilt(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) return value.map((one) => spoilt(one, key));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, spoilt(one, name)]));
  }
  const isUnderstood = /id$|time$|lastRecoveryPoint|^location$|^operation$|containerName|scheduleRun|timeZone|RunTimes/i.test(
    key,
  );
  const isJobId = key === "name" && String(value).startsWith("job-");
  return typeof value === "string" && !isUnderstood && !isJobId ? `${HOSTILE}${value}${HOSTILE}` : value;
}

const change = (answer: Answer): Answer => (answer?.body === undefined ? answer : { ...answer, body: spoilt(answer.body) });

test.each(Object.entries(COMMANDS))("%s prints no field of an answer as a command or control character", async (_, run) => {
  const reports = { json: join(folder, "run.json"), junit: join(folder, "run.xml"), markdown: join(folder, "run.md") };
  const azure = estateAzure(VMS, { change });
  let message = "";
  try {
    await run(azure.context, reports);
  } catch (error) {
    message = (error as Error).message;
  }
  const lines = [...azure.printed, ...azure.noted, message].flatMap((text) => text.split("\n"));
  expect(lines.join("")).not.toBe("");
  expect(harmfulLines(lines)).toEqual([]);
});

test("writes no field of an answer as a command or a control character into a report", async () => {
  const reports = { json: join(folder, "run.json"), junit: join(folder, "run.xml"), markdown: join(folder, "run.md") };
  await COMMANDS["backup-now"]?.(estateAzure(VMS, { change }).context, reports);
  for (const file of Object.values(reports)) {
    const lines = readFileSync(file, "utf8").split("\n");
    expect(lines.length).toBeGreaterThan(3);
    expect(harmfulLines(lines)).toEqual([]);
  }
});

test.each([
  ["https://host/a/op-1?sig=x", "op-1"],
  ["https://host/a/op%201", "op 1"],
  ["https://host/a/%E0%A4%A", undefined],
  ["https://host/a/%2e%2e", undefined],
  ["https://host/a/..%2Fx", undefined],
  ["https://host/a/", undefined],
  ["https://evil.example.org/a/op-1", undefined],
  ["http://host/a/op-1", undefined],
  ["https://user@host/a/op-1", undefined],
  ["no URL", undefined],
])("returns of %s the operation %s", (url, expected) => {
  expect(operationIdIn(url, "https://host")).toBe(expected);
});
