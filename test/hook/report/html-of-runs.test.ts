import { outgoing } from "../../../lib/hook/outgoing/foreign-text";
import { restoreHtml, runHtml } from "../../../lib/hook/report/html";
import { RESTORE_RECORD_VERSION, type RestoreRecord } from "../../../lib/hook/restore/restore-record";
import { VAULT_ID } from "../fakes";
import { countOf, expectStrict } from "./page-document";
import { EVERY_OUTCOME, PHASES, runRecord, vmRecord } from "./run-records";

const HOSTILE = `</style><script>alert(1)</script><img src=x onerror=alert(2)>"'&\u202Egpj\u05D0`;

describe("the page of a run", () => {
  test("has a row and a table row for every outcome, and a problem for each that needs somebody", () => {
    const page = runHtml(runRecord(EVERY_OUTCOME, { exitCode: 1 }));
    expectStrict(page);
    expect(countOf(page, /<li data-vm="\d"><details>/)).toBe(10);
    expect(countOf(page, /<tr data-vm="\d" data-status="[^"]+"/)).toBe(10);
    const problems = [...page.matchAll(/<li data-vm="\d"><strong><bdi>([^<]*)/g)].map(([, name]) => name);
    expect(problems).toEqual([
      ...["vm-notStarted", "vm-requested", "vm-running", "vm-completedWithWarnings", "vm-cancelled", "vm-failed"],
      "vm-skipped",
    ]);
    expect(page).toContain("<p><bdi>Broke [no quota]</bdi></p><p><strong>Remedy: </strong><bdi>raise the quota</bdi></p>");
  });

  test("draws waiting, snapshot and transfer to scale, and says them in words", () => {
    const page = runHtml(runRecord([vmRecord("vm-web")]));
    const bars = [...page.matchAll(/<rect class="bar (\w+)" x="([\d.]+%)" width="([\d.]+%)"/g)].map((match) => match.slice(1));
    expect(bars).toEqual([
      ["waiting", "0%", "4.444%"],
      ["snapshot", "4.444%", "22.223%"],
      ["transfer", "26.667%", "62.222%"],
    ]);
    expect(page).toContain(
      'aria-label="vm-web: Waiting 2026-11-20 10:00:00 to 2026-11-20 10:02:00; Take Snapshot 2026-11-20 10:02:00 to',
    );
    expect(page).toContain("Transfer data to vault: 2026-11-20 10:12:00 to 2026-11-20 10:40:00 (28 min), Completed");
    expect(page).toContain("<dt>Retained until</dt><dd><bdi>2026-12-20</bdi></dd>");
  });

  test("draws a phase that still runs to the end of the run, and marks a failed one", () => {
    const [, snapshot, transfer] = PHASES as [never, (typeof PHASES)[0], (typeof PHASES)[0]];
    const phases = [
      { ...snapshot, status: "Failed" },
      { ...transfer, status: "InProgress", endTime: null },
    ];
    const page = runHtml(runRecord([vmRecord("vm-web", { phases })]));
    expect(page).toContain('<rect class="bar failed"');
    expect(page).toContain('<rect class="bar transfer running" x="26.667%" width="73.333%"');
    expect(page).toContain("Take Snapshot (failed) 2026-11-20");
    expect(page).toContain("Transfer data to vault since 2026-11-20 10:12:00");
  });

  test("escapes every hostile text", () => {
    const vm = vmRecord(HOSTILE, {
      ...{ outcome: "failed", status: HOSTILE, reason: HOSTILE, remedies: [HOSTILE], jobId: HOSTILE, retainedUntil: HOSTILE },
      phases: [{ name: HOSTILE, kind: "other", status: HOSTILE, startTime: "2026-11-20T10:00:00Z", endTime: null }],
    });
    const page = runHtml(runRecord([vm, vm], { vault: HOSTILE, summary: HOSTILE, error: HOSTILE, resumeCommand: HOSTILE }));
    expectStrict(page);
    expect(countOf(page, /<img/)).toBe(0);
    expect(page).not.toContain("\u202E");
    expect(page.match(/<\/?(style|script)/g)).toEqual(["<style", "</style", "<script", "</script"]);
  });

  test("of no VM is a page with the error and the command that continues", () => {
    const resumeCommand = 'azure-vm-backup backup-now "x" && y';
    const page = runHtml(runRecord([], { error: "no role", resumeCommand, exitCode: 7, ended: "error" }));
    expectStrict(page);
    expect(page).toContain('<p class="banner" role="alert">no role</p>');
    expect(page).toContain('<pre tabindex="0"><code>azure-vm-backup backup-now &quot;x&quot; &amp;&amp; y</code></pre>');
    expect(countOf(page, /<table|id="filter"/)).toBe(0);
  });

  test("of 1,000 VMs has every row, stays below 3 MB and is written as it is", () => {
    const page = runHtml(runRecord(Array.from({ length: 1_000 }, (_, index) => vmRecord(`vm-${index}`))));
    expect(countOf(page, /<li data-vm="\d+"><details>/)).toBe(1_000);
    expect(page.length).toBeLessThan(3_000_000);
    expect(outgoing(page)).toBe(page);
  });
});

describe("the page of a restore", () => {
  const record: RestoreRecord = {
    ...{
      version: RESTORE_RECORD_VERSION,
      tool: "azure-vm-backup 0.1.0",
      operation: "restore",
      vaultId: VAULT_ID,
      vault: "rsv-app",
    },
    ...{ vm: "vm-web", resourceGroup: "rg-app", label: "vm-web", restoresTo: "disks", recoveryPointId: "point-1" },
    ...{ recoveryPointTime: "2026-11-19T22:00:00Z", tiers: ["Vault"], jobId: "job-1", status: "Completed", reason: null },
    ...{ remedies: [], startTime: "2026-11-20T10:00:00Z", endTime: "2026-11-20T10:45:00Z", jobSeconds: 2_280, phases: PHASES },
    ...{ exitCode: 0, error: null, resumeCommand: null, made: [{ what: "data disk", id: "/disks/d1", lun: 0 }] },
    terraform: ["terraform import x /disks/d1"],
  };

  test("names the point, the phases, the resources and the steps for Terraform", () => {
    const page = restoreHtml(record);
    expectStrict(page);
    for (const text of [
      "<h1><bdi>Restore: vm-web</bdi></h1>",
      "<dd><bdi>point-1</bdi></dd>",
      "<li><bdi>data disk, LUN 0: /disks/d1</bdi></li>",
      "<code>terraform import x /disks/d1</code>",
      'aria-label="vm-web: Waiting 2026-11-20 10:00:00',
    ])
      expect(page).toContain(text);
  });

  test("shows the reason and the remedy of a failure, escaped", () => {
    const failed = { status: "Failed", exitCode: 1, reason: `${HOSTILE} [no quota: raise it]`, remedies: ["raise it"] } as const;
    const page = restoreHtml({
      ...record,
      ...failed,
      label: HOSTILE,
      made: [{ what: HOSTILE, id: HOSTILE }],
      terraform: [HOSTILE],
    });
    expectStrict(page);
    expect(page).toContain("[no quota]</bdi></p><p><strong>Remedy: </strong><bdi>raise it</bdi>");
    expect(countOf(page, /<img/)).toBe(0);
  });
});
