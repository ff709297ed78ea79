import { XMLParser, XMLValidator } from "fast-xml-parser";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { failed, type Progress, type VmRun } from "../../../lib/hook/backup-now/progress";
import { ExitCode } from "../../../lib/contract/exit-code";
import { annotationLines } from "../../../lib/hook/report/annotations";
import { runHtml } from "../../../lib/hook/report/html";
import { junitOf } from "../../../lib/hook/report/junit";
import { outgoing } from "../../../lib/hook/outgoing/foreign-text";
import { markdownOf } from "../../../lib/hook/report/markdown";
import { reportFiles, uploadSummary, writeReports } from "../../../lib/hook/report/report-files";
import { recordOf, type RunRecord } from "../../../lib/hook/report/run-record";
import { item, itemId, job, backupOptions, START, VAULT_ID } from "../fakes";

const ended = new Date("2026-11-20T10:42:00Z");
const run = (vmName: string, progress: Progress, retainedUntil?: string): VmRun => ({
  item: item(vmName),
  label: vmName,
  progress,
  retainedUntil,
});

const RUNS = [
  run(
    "vm-web",
    { kind: "completed", job: job("vm-web", { status: "Completed", endTime: ended }), note: undefined },
    "2026-12-20",
  ),
  run("vm-old", { kind: "skipped", cause: "alreadyBackedUp", reason: "already backed up", warn: false }),
  run("vm-gone", { kind: "skipped", cause: "cannotBeBackedUp", reason: "is soft-deleted", warn: true }),
  run("vm-slow", { kind: "running", job: job("vm-slow"), snapshotTaken: true }, "2026-12-20"),
  run("vm-half", { kind: "completedWithWarnings", job: job("vm-half", { endTime: ended }), reason: "'Transfer' failed" }),
  run("vm-db", failed("Broke | <b>badly</b>\n100% & \u0007 more", job("vm-db", { status: "Failed", endTime: ended }))),
];

function record(overrides: { runs?: VmRun[]; error?: string; resumeCommand?: string; exitCode?: ExitCode } = {}): RunRecord {
  const { runs = RUNS, error, resumeCommand, exitCode = ExitCode.backupFailed } = overrides;
  const result = { runs, ended: "settled" as const };
  return recordOf(backupOptions(), { startTime: START, endTime: ended, exitCode, result, error, resumeCommand });
}

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "reports-"));
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

test("returns a record with the result of each VM, sorted by name", () => {
  const { vms, ...rest } = record();
  expect(rest).toMatchObject({ version: 1, vault: "rsv-app", vaultId: VAULT_ID, exitCode: 1, ended: "settled", error: null });
  expect(vms.map(({ vm, outcome, settled }) => [vm, outcome, settled])).toEqual([
    ["vm-db", "failed", true],
    ["vm-gone", "skipped", true],
    ["vm-half", "completedWithWarnings", true],
    ["vm-old", "alreadyBackedUp", true],
    ["vm-slow", "snapshotTaken", false],
    ["vm-web", "completed", true],
  ]);
  expect(vms.at(-1)).toEqual({
    ...{ vm: "vm-web", resourceGroup: "rg-app", label: "vm-web" },
    ...{ protectedItemId: itemId("vm-web"), outcome: "completed", settled: true, status: "Completed" },
    ...{ reason: null, remedies: [], jobId: "job-vm-web", retainedUntil: "2026-12-20" },
    phases: [expect.objectContaining({ name: "Backup", kind: "other", endTime: "2026-11-20T10:42:00.000Z" })],
    ...{ startTime: "2026-11-20T10:00:00.000Z", endTime: "2026-11-20T10:42:00.000Z" },
  });
});

test("JUnit: a case per VM, well-formed whatever Azure says", () => {
  const xml = junitOf(record({ error: "Azure kept throttling" }));
  expect(XMLValidator.validate(xml)).toBe(true);
  const parsed = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "", processEntities: true }).parse(xml) as {
    testsuites: { testsuite: { tests: string; failures: string; errors: string; skipped: string; testcase: object[] } };
  };
  const { testcase, ...suite } = parsed.testsuites.testsuite;
  expect(suite).toMatchObject({ tests: "7", failures: "3", errors: "1", skipped: "1", timestamp: "2026-11-20T10:00:00.000Z" });
  expect(testcase).toEqual([
    expect.objectContaining({ name: "vm-db", time: "2520", failure: expect.objectContaining({ type: "failed" }) as object }),
    expect.objectContaining({ name: "vm-gone", skipped: { message: "is soft-deleted" } }),
    expect.objectContaining({ name: "vm-half", failure: { type: "completedWithWarnings", message: "'Transfer' failed" } }),
    expect.objectContaining({ name: "vm-old", "system-out": "already backed up" }),
    expect.objectContaining({ name: "vm-slow", failure: expect.objectContaining({ type: "snapshotTaken" }) as object }),
    expect.objectContaining({ name: "vm-web", "system-out": "Completed" }),
    expect.objectContaining({ name: "azure-vm-backup", error: { type: "error", message: "Azure kept throttling" } }),
  ]);
  expect(xml).toContain("&lt;b&gt;badly");
});

test("Markdown: what went wrong first, and nothing of Azure's becomes markup", () => {
  const text = markdownOf(record({ resumeCommand: "azure-vm-backup backup-now x" }));
  const rows = text.split("\n").filter((line) => line.startsWith("| vm-"));
  expect(rows[0]).toBe("| vm-db | Failed | 2026-11-20 10:00 UTC | 42 min | - |");
  expect(rows.at(-1)).toMatch(/^\| vm-web \| Completed /);
  expect(text).toContain("- **vm-db**: Broke \\| \\<b\\>badly\\</b\\> 100% &");
  expect(text).toContain("```sh\nazure-vm-backup backup-now x\n```");
});

test("Markdown of a full vault stays below what GitHub takes", () => {
  const runs = Array.from({ length: 1_000 }, (_, index) => run(`vm-${index}`, failed("x".repeat(300), job("vm"))));
  const text = markdownOf(record({ runs }));
  expect(text.length).toBeLessThan(1_024 * 1_024);
  expect(text).toContain("500 more VMs are in the log.");
});

test("writes each annotation as one line, escaped for its pipeline", () => {
  const github = annotationLines(record({ error: "no\nway" }), "github");
  expect(github).toHaveLength(4);
  expect(github[0]).toBe("::error title=Backup of vm-db%3A Failed::Broke | <b>badly</b> 100%25 &   more");
  expect(github[1]).toMatch(/^::warning title=Backup of vm-half/);
  expect(github[3]).toBe("::error title=Backup of rsv-app::no way");
  const devOps = annotationLines(record(), "azureDevOps");
  expect(devOps[0]).toBe("##vso[task.logissue type=error]Backup of vm-db: Failed: Broke | <b>badly</b> 100% &   more");
  expect(devOps.every((line) => !line.includes("\n"))).toBe(true);
  expect(annotationLines(record(), "none")).toEqual([]);
});

test("returns files from flags, else from the environment, one for each vault", () => {
  const environment = {
    AZURE_VM_BACKUP_REPORT_JSON: join(directory, "env.json"),
    AZURE_VM_BACKUP_REPORT_JUNIT: join(directory, "new/{vault}.xml"),
    AZURE_VM_BACKUP_REPORT_HTML: join(directory, "new/{vault}.html"),
  };
  expect(reportFiles({ json: join(directory, "flag.json") }, environment, VAULT_ID)).toEqual({
    json: join(directory, "flag.json"),
    junit: join(directory, "new/rsv-app.xml"),
    html: join(directory, "new/rsv-app.html"),
  });
});

test("throws if a file cannot be written, before anything is done", () => {
  writeFileSync(join(directory, "file"), "");
  const refusal: unknown = expect.objectContaining({ exitCode: ExitCode.badInput });
  expect(() => reportFiles({ json: join(directory, "file/x.json") }, {}, VAULT_ID)).toThrow(refusal as Error);
  expect(() => reportFiles({}, { AZURE_VM_BACKUP_REPORT_JUNIT: directory }, VAULT_ID)).toThrow(
    /^AZURE_VM_BACKUP_REPORT_JUNIT must name a file that can be written, got '.*' \(EISDIR\)/,
  );
});

test("writes the reports, and prints a line for one that cannot be written", async () => {
  const notes: string[] = [];
  const files = {
    json: join(directory, "r.json"),
    junit: directory,
    markdown: join(directory, "r.md"),
    html: join(directory, "r.html"),
  };
  await writeReports(record(), files, (line) => notes.push(line));
  expect(JSON.parse(readFileSync(files.json, "utf8"))).toEqual(record());
  expect(readFileSync(files.markdown, "utf8")).toBe(outgoing(markdownOf(record())));
  expect(readFileSync(files.html, "utf8")).toBe(runHtml(record()));
  expect(notes).toEqual([`cannot write the report '${directory}' (EISDIR)`]);
});

test("GitHub's summary is added to, inside a deployment too", async () => {
  const summary = join(directory, "summary.md");
  writeFileSync(summary, "before\n");
  const environment = { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: summary };
  expect(await uploadSummary(record(), environment, true, () => undefined)).toBeUndefined();
  expect(readFileSync(summary, "utf8")).toBe(`before\n${outgoing(markdownOf(record()))}\n`);
});

test("names the summary file to Azure DevOps, but not inside a deployment", async () => {
  const environment = { TF_BUILD: "True", AGENT_TEMPDIRECTORY: directory };
  const command = await uploadSummary(record(), environment, false, () => undefined);
  const file = /^##vso\[task\.uploadsummary\](.*)$/.exec(command ?? "")?.[1] ?? "";
  expect(readFileSync(file, "utf8")).toBe(outgoing(markdownOf(record())));
  expect(await uploadSummary(record(), environment, true, () => undefined)).toBeUndefined();
});
