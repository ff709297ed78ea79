import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { XMLParser } from "fast-xml-parser";
import { CoverageExitCode, ExitCode } from "../../../lib/contract/exit-code";
import { commandLine } from "../../../lib/hook/commands/command-line";
import type { CoverageOptions } from "../../../lib/hook/commands/coverage/options";
import { runCoverage } from "../../../lib/hook/commands/coverage/run";
import { type EstateRows, estateAnswers, itemRow, subscriptionRow, vmRow } from "./estate-answers";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "coverage-"));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

const HOSTILE = '<script>alert(1)</script>|"=1+1';
const ROWS: EstateRows = {
  subscriptions: [subscriptionRow("s1", HOSTILE)],
  vms: [vmRow("web"), vmRow("=cmd"), vmRow("exempt", { tags: { exempt: HOSTILE } })],
  items: [itemRow("web", { point: "2026-11-20T09:00:00Z" })],
};

async function run(rows: EstateRows, ...flags: string[]): Promise<{ code: ExitCode; printed: string }> {
  const azure = estateAnswers(rows);
  const { options } = (await commandLine({ print: () => undefined, note: () => undefined }).parse(["coverage", ...flags])) ?? {};
  const code = await runCoverage(options as CoverageOptions, azure.context);
  return { code, printed: azure.printed.join("\n") };
}
const file = (name: string): string => join(directory, name);
const read = (name: string): string => readFileSync(file(name), "utf8");

test("writes every format, and none of them runs a text of Azure", async () => {
  const kinds = ["json", "junit", "markdown", "csv", "html"];
  const { code } = await run(ROWS, "--exempt", "exempt", ...kinds.flatMap((kind) => [`--report-${kind}`, file(kind)]));
  expect(code).toBe(CoverageExitCode.gaps);
  expect(JSON.parse(read("json"))).toMatchObject({ exitCode: 3, vms: 3, covered: 1, exempt: [{ reason: HOSTILE }] });
  const { testsuites } = new XMLParser({ ignoreAttributes: false }).parse(read("junit")) as {
    testsuites: { testsuite: Record<string, string> };
  };
  expect(testsuites.testsuite).toMatchObject({ "@_failures": "1" });
  expect(read("markdown")).not.toContain("<script>");
  expect(read("html")).not.toContain("<script>alert");
  expect(read("html")).toContain("&lt;script>");
  const lines = read("csv").trim().split("\n");
  expect(lines).toHaveLength(4);
  expect(lines[2]).toMatch(/^'=cmd,/);
  expect(lines[3]).toContain('"<script>alert(1)</script>|""=1+1"');
});

test.each([
  ["=1+1", "'=1+1"],
  ["+1+1", "'+1+1"],
  ["-1+1", "'-1+1"],
  ["-1.5", "-1.5"],
  ["@SUM(1)", "'@SUM(1)"],
  ["\uFF1D1+1", "'\uFF1D1+1"],
  ['=HYPERLINK("https://example.com";"a")', `"'=HYPERLINK(""https://example.com"";""a"")"`],
  ["a;=1+1", '"a;=1+1"'],
  ['","=1+1', '""",""=1+1"'],
  ["a\n=1+1", "a =1+1"],
  ["\t=1+1", "'=1+1"],
])("writes the tag value %j to CSV as %j", async (value, cell) => {
  await run({ ...ROWS, vms: [vmRow("web", { tags: { exempt: value } })] }, "--exempt", "exempt", "--report-csv", file("csv"));
  expect(read("csv").trim().split("\n")[1]).toMatch(new RegExp(`,${cell.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&")}$`));
});

test("prints CSV and JSON as it writes them", async () => {
  const vms = Array.from({ length: 250 }, (_, index) => vmRow(`vm${index}`));
  for (const [output, report] of [["csv", "csv"] as const, ["json", "json"] as const]) {
    const { printed } = await run({ ...ROWS, vms }, "--output", output, `--report-${report}`, file(report));
    expect(`${printed}\n`).toBe(read(report));
  }
  expect(read("csv").trim().split("\n")).toHaveLength(251);
});

test("the page shows the first 2,000 findings, new ones before known ones", async () => {
  const known = Array.from({ length: 2_000 }, (_, index) => vmRow(`known${index}`));
  await run({ ...ROWS, vms: known, items: [] }, "--write-baseline", file("baseline.json"));
  const rows = { ...ROWS, vms: [...known, vmRow("forgotten")], items: [] };
  await run(rows, "--baseline", file("baseline.json"), "--report-html", file("page.html"));
  const page = read("page.html");
  expect(page).toContain("2001 findings, 1 more are in the other reports");
  expect(page.indexOf("forgotten")).toBeLessThan(page.indexOf("known0"));
  expect(page).not.toContain("known1999");
});

test("prints a table and a Markdown summary with the verdict of each kind", async () => {
  for (const output of ["table", "markdown"]) {
    const { printed } = await run(ROWS, "--output", output);
    expect(printed).toMatch(/Protected by no vault.*2.*2.*yes/);
    expect(printed).toContain("3 VMs: 1 covered, protected by no vault 2");
  }
});

test("the page has a bar for each subscription, region and age, and needs no other file", async () => {
  await run(ROWS, "--report-html", file("page.html"));
  const page = read("page.html");
  expect(page.match(/role="img"/g)).toHaveLength(1 + 1 + 7);
  expect(page).toContain('aria-label="westeurope: 1 covered, 0 exempt, 2 with a finding"');
  expect(page).not.toMatch(/(src|href)="(?!data:)[^#"]/);
});

test("only findings that the baseline does not know fail, and a fixed one does not return to it", async () => {
  const baseline = file("baseline.json");
  expect((await run(ROWS, "--write-baseline", baseline)).code).toBe(CoverageExitCode.covered);
  expect((await run(ROWS, "--baseline", baseline)).code).toBe(CoverageExitCode.covered);
  const more = { ...ROWS, vms: [...(ROWS.vms ?? []), vmRow("new")] };
  const { code, printed } = await run(more, "--baseline", baseline, "--output", "json");
  expect(code).toBe(CoverageExitCode.gaps);
  const { findings } = JSON.parse(printed) as { findings: { name: string; isNew: boolean }[] };
  expect(findings.filter(({ isNew }) => isNew).map(({ name }) => name)).toEqual(["new"]);
  await run({ ...ROWS, vms: [vmRow("new")], items: [] }, "--write-baseline", baseline);
  expect(JSON.parse(read("baseline.json"))).toMatchObject({ version: 1, findings: [expect.stringContaining("/new")] });
});

test("throws if the baseline is another file, or a report cannot be written", async () => {
  writeFileSync(file("other.json"), "[]");
  await expect(run(ROWS, "--baseline", file("other.json"))).rejects.toMatchObject({
    exitCode: ExitCode.badInput,
    message: expect.stringContaining("--write-baseline") as unknown,
  });
  await expect(run(ROWS, "--report-csv", join(file("other.json"), "x.csv"))).rejects.toMatchObject({
    exitCode: ExitCode.badInput,
  });
});
