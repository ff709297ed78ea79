import { XMLParser, XMLValidator } from "fast-xml-parser";
import { drillJunit } from "../../../lib/hook/report/drill-junit";
import { drillMarkdown } from "../../../lib/hook/report/drill-markdown";
import { keepSecret } from "../../../lib/hook/outgoing/secrets";
import { drilledVm, drillEvidence, EVERY_OUTCOME } from "./drill-evidence";

const HOSTILE = "<script>alert(1)</script>|`x`\u202Egpj\u0007";

interface Case {
  readonly name: string;
  readonly time: string;
  readonly failure?: { message: string };
  readonly skipped?: { message: string };
  readonly error?: { message: string };
  readonly "system-out"?: string;
}

function suiteOf(xml: string): {
  tests: string;
  failures: string;
  skipped: string;
  errors: string;
  cases: Case[];
  properties: object;
} {
  expect(XMLValidator.validate(xml)).toBe(true);
  const parser = new XMLParser({
    ...{ ignoreAttributes: false, attributeNamePrefix: "", processEntities: true },
    isArray: (name) => name === "testcase" || name === "property",
  });
  const { testsuites } = parser.parse(xml) as { testsuites: { testsuite: Record<string, unknown> } };
  const { testcase = [], properties, ...rest } = testsuites.testsuite;
  return { ...rest, cases: testcase, properties: (properties as { property: object }).property } as never;
}

test("JUnit has a case per VM, and one that is not met counts as a failure", () => {
  const { cases, properties, ...counts } = suiteOf(drillJunit(drillEvidence(EVERY_OUTCOME, { error: "the vault is gone" })));
  expect(counts).toMatchObject({ tests: "7", failures: "4", skipped: "1", errors: "1" });
  expect(cases.map(({ name, failure, skipped, error }) => [name, (failure ?? skipped ?? error)?.message])).toEqual([
    ["vm-good", undefined],
    ["vm-broken", "the job failed: no quota; raise the quota"],
    ["vm-late", "the restore took 1 h 07 min, the objective is 1 h 00 min"],
    ["vm-old", "the recovery point is 30 h 00 min old, the greatest age is 24 h 00 min"],
    ["vm-wrong", "LUN of a disk: failed, expected 3, no disk has it"],
    ["vm-none", "it has no recovery point"],
    ["azure-vm-backup", "the vault is gone"],
  ]);
  expect(cases[0]?.time).toBe("2100");
  expect(properties).toContainEqual({ name: "drillId", value: "d-20261120" });
  expect(properties).toContainEqual({ name: "draw", value: "seed 42, turn 3" });
});

test("JUnit names the point, its age, the jobs, the checks and what was deleted", () => {
  const [first] = suiteOf(drillJunit(drillEvidence([drilledVm("vm-web")]))).cases;
  for (const text of [
    "recovery point: point-1",
    "taken: 2026-11-20T01:00:00.000Z",
    "age: 9 h 00 min (limit: met)",
    "time to restore: 35 min (objective: met)",
    "job: job-vm-web",
    "check: number of data disks: passed, expected 2, found 2",
    "deleted: disk /disks/vm-web-os",
  ])
    expect(first?.["system-out"]).toContain(text);
});

test("JUnit of a drill without a VM is well-formed", () => {
  expect(suiteOf(drillJunit(drillEvidence([])))).toMatchObject({ tests: "0", failures: "0", cases: [] });
});

test("JUnit and Markdown escape a hostile name, and leave out secrets", () => {
  keepSecret("hunter2-and-more");
  const record = drillEvidence([drilledVm(HOSTILE, { outcome: "failed", reason: "hunter2-and-more & <b>" })]);
  const xml = drillJunit(record);
  const markdown = drillMarkdown(record);
  expect(XMLValidator.validate(xml)).toBe(true);
  expect(xml).not.toContain("<script");
  expect(markdown).toContain("\\<script\\>");
  expect(markdown.replaceAll("\\<", "")).not.toContain("<");
  for (const text of [xml, markdown]) expect(text).not.toMatch(/hunter2|\u202E|\p{Cc}(?<!\n)/u);
});

test("Markdown puts failures first, and names objective, age, checks, jobs and resources", () => {
  const left = { what: "container", id: "/containers/c1", state: "left", reason: "it has another tag" } as const;
  const record = drillEvidence(EVERY_OUTCOME, { exitCode: 1, cleaned: [left] });
  const text = drillMarkdown(record);
  const rows = text.split("\n").filter((line) => line.startsWith("| vm-"));
  expect(rows.map((row) => row.split(" | ")[1])).toEqual(["Failed", "Failed", "Failed", "Failed", "Skipped", "Passed"]);
  expect(rows.at(-1)).toBe(
    "| vm-good | Passed | 2026-11-20 01:00 UTC | Vault | 9 h 00 min | met | 35 min | met | 1 of 1 passed |",
  );
  for (const line of [
    "**6 VMs: 1 passed, 4 failed, 1 skipped** (exit code 1)",
    "- **vm-broken**: the job failed: no quota. Remedy: raise the quota",
    "- **vm-good**: job-vm-good",
    "- deleted: disk /disks/vm-good-os",
    "- left: container /containers/c1 (it has another tag)",
  ])
    expect(text.split("\n")).toContain(line);
});

test("Markdown of a drill without a VM says so", () => {
  expect(drillMarkdown(drillEvidence([], { error: "no VM has the tag" }))).toContain(
    "**no VM was drilled** (exit code 0)\n\n> no VM has the tag",
  );
});

test("Markdown of 1,000 VMs stays below what GitHub takes", () => {
  const checks = Array.from({ length: 9 }, (_, index) => ({
    ...{
      name: `check ${index} of a disk`,
      outcome: "passed",
      expected: "StandardSSD_LRS",
      found: "StandardSSD_LRS",
      detail: null,
    },
  })) as never;
  const resources = Array.from({ length: 5 }, (_, index) => ({
    ...{ what: "disk", id: `/subscriptions/s/resourceGroups/rg/${"x".repeat(120)}${index}`, state: "deleted", reason: null },
  })) as never;
  const vms = Array.from({ length: 1_000 }, (_, index) => drilledVm(`vm-${index}`, { checks, resources }));
  const text = drillMarkdown(drillEvidence(vms));
  expect(Buffer.byteLength(text)).toBeLessThan(1_024 * 1_024);
  expect(text).toContain("700 more VMs are in the JSON report.");
  expect(text).toContain("- 1000 more are in the JSON report");
});
