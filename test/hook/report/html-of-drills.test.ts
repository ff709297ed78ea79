import { outgoing } from "../../../lib/hook/outgoing/foreign-text";
import { keepSecret } from "../../../lib/hook/outgoing/secrets";
import { drillHtml } from "../../../lib/hook/report/html";
import { drilledVm, drillEvidence, EVERY_OUTCOME } from "./drill-evidence";
import { countOf, expectStrict, partsOf } from "./page-document";

const HOSTILE = `<script>alert(1)</script>"'&\u202Egpj\u05D0\u0007`;

describe("the page of a drill", () => {
  test("has a row, a table row and the reasons of every outcome", () => {
    const page = drillHtml(drillEvidence(EVERY_OUTCOME, { error: "the vault is gone", exitCode: 1 }));
    expectStrict(page);
    expect(countOf(page, /<li data-vm="\d"><details>/)).toBe(6);
    expect(countOf(page, /<tr data-vm="\d" data-status="\w+"/)).toBe(6);
    expect(countOf(page, /<svg class="bars"[^>]* role="img" aria-label="vm-/)).toBe(6);
    for (const text of [
      "6 VMs: 1 passed, 4 failed, 1 skipped",
      "<strong>Remedy: </strong><bdi>raise the quota</bdi>",
      "<bdi>the restore took 1 h 07 min, the objective is 1 h 00 min</bdi>",
      "<dt>Azure's jobs</dt><dd><bdi>job-vm-good</bdi></dd>",
      "<bdi>number of data disks: passed, expected 2, found 2</bdi>",
      "<bdi>deleted: disk /disks/vm-good-os</bdi>",
      '<p class="banner" role="alert">the vault is gone</p>',
      'aria-label="vm-good: Restore 2026-11-20 10:00:00 to 2026-11-20 10:35:00"',
    ])
      expect(page).toContain(text);
  });

  test("escapes every hostile text, and leaves out secrets", () => {
    keepSecret("s3cret<&>of-the-page");
    const vm = drilledVm(HOSTILE, {
      ...{ outcome: "failed", reason: `${HOSTILE} s3cret<&>of-the-page`, remedy: HOSTILE, recoveryPointId: HOSTILE },
      ...{ tiers: [HOSTILE], consistency: HOSTILE, jobIds: [HOSTILE], protectedItemId: HOSTILE },
      checks: [{ name: HOSTILE, outcome: "failed", expected: HOSTILE, found: HOSTILE, detail: HOSTILE }],
      resources: [{ what: HOSTILE, id: HOSTILE, state: "left", reason: HOSTILE }],
    });
    const page = drillHtml(drillEvidence([vm, vm], { vault: HOSTILE, draw: HOSTILE, error: HOSTILE, cleaned: vm.resources }));
    expectStrict(page);
    expect(page).not.toMatch(/\u202E|\p{Cc}(?<!\n)/u);
    expect(page).not.toContain("s3cret");
    expect(page).toContain("<bdi>&lt;script>alert(1)&lt;/script>&quot;'&amp; gpj\u05D0 </bdi>");
  });

  test("of no VM says so, without filter, timeline and table", () => {
    const page = drillHtml(drillEvidence([]));
    expectStrict(page);
    expect(page).toContain("no VM was drilled");
    expect(partsOf(page).markup).not.toMatch(/id="filter"|<table|class="timeline"/);
  });

  test("is written to a file as it is", () => {
    const page = drillHtml(drillEvidence(EVERY_OUTCOME));
    expect(outgoing(page)).toBe(page);
  });
});
