import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { ExitCode } from "../../lib/contract/exit-code";
import { type BackupRequest, REQUEST_VARIABLE } from "../../lib/contract/request";
import type { Emulator } from "../../lib/emulator";
import { drillHtml, runHtml } from "../../lib/hook/report/html";
import { startTestEmulator } from "../support/emulator";
import { drilledVm, drillEvidence } from "../hook/report/drill-evidence";
import { runRecord, vmRecord } from "../hook/report/run-records";
import { describeInBrowser, launchBrowser, lowestContrast, openPage, scrollWidth, tabStops } from "./support/browser";
import { type Ended, run } from "./support/processes";
import { type ProtectedIds, protectVms } from "./support/protected-vms";

/** The HTML reports of the bundled program, in a real browser. */
const PROGRAM = resolve(__dirname, "../../bundle/azure-vm-backup.cjs");
const HOSTILE = `</script><script>document.title = "run"</script><img src="https://example.com/x.png" onerror="alert(1)">\u05D0\u202E`;
const LONG = `vm-${"very-long-name-".repeat(6)}`;

let directory: string;
let emulator: Emulator;
let ids: ProtectedIds;
let browser: Browser;
let page: Page;
let problems: readonly string[];

const file = (name: string): string => join(directory, name);

function hook(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const env = { PATH: process.env["PATH"], ...emulator.environment(), ...environment };
  return run(process.execPath, [PROGRAM, ...args], { env });
}

/** A deployment's run that writes a report for its vault, after a failed backup. */
async function deploy(): Promise<Ended> {
  emulator.failNextBackup("vm-db", { code: "ExtensionSnapshotFailedNoNetwork" });
  const request: BackupRequest = {
    ...{ version: 1, vaultId: ids.vaultId, protectedItemIds: [...ids.itemIds], retention: { days: 30 }, waitFor: "completed" },
    ...{ timeoutMinutes: 600, concurrency: 4, onFailure: "fail" },
  };
  const encoded = gzipSync(JSON.stringify(request)).toString("base64");
  return hook([], { [REQUEST_VARIABLE]: encoded, AZURE_VM_BACKUP_REPORT_HTML: file("{vault}.html") });
}

async function open(name: string, options: Parameters<typeof openPage>[2] = {}): Promise<void> {
  const url = pathToFileURL(file(name)).href;
  ({ page, problems } = await openPage(browser, (requested) => requested === url || requested === "data:,", options));
  await page.goto(url);
}

describeInBrowser("the HTML report", () => {
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "report-page-"));
    browser = await launchBrowser();
    emulator = await startTestEmulator({ speed: 1_000, scheduledBackups: false });
    ids = await protectVms(emulator, ["vm-web", "vm-db"]);
    expect((await deploy()).code).toBe(ExitCode.backupFailed);
    const many = Array.from({ length: 1_000 }, (_, index) => vmRecord(`vm-${String(index).padStart(4, "0")}`));
    const failed = { outcome: "failed", status: "Failed", reason: HOSTILE, remedies: [HOSTILE] } as const;
    const vms = [vmRecord(HOSTILE, failed), vmRecord(LONG, { retainedUntil: HOSTILE }), ...many];
    writeFileSync(
      file("many.html"),
      runHtml(runRecord(vms, { error: HOSTILE, resumeCommand: `azure-vm-backup ${LONG}${LONG}` })),
    );
    writeFileSync(file("drill.html"), drillHtml(drillEvidence([drilledVm("vm-a"), drilledVm(LONG), drilledVm(HOSTILE)])));
  });
  afterEach(() => page.close());
  afterAll(async () => {
    await browser.close();
    rmSync(directory, { recursive: true });
  });

  const shownRows = (): Promise<number> => page.locator("tbody > tr:visible").count();

  test("of a deployment shows phases, the failure with its remedy, and the retention", async () => {
    await open("rsv-e2e.html");
    expect(await page.title()).toBe("Initial backup: rsv-e2e");
    await page.getByRole("img", { name: /^vm-web: .*Take Snapshot .* to .*; Transfer data to vault .* to / }).waitFor();
    const problem = page.getByRole("region", { name: "Problems" });
    expect(await problem.getByRole("listitem").count()).toBe(1);
    expect(await problem.textContent()).toMatch(
      /vm-db.*ExtensionSnapshotFailedNoNetwork.*\[the VM has no network access\]Remedy: let the VM/,
    );
    const row = page.getByRole("row", { name: /^vm-web/ });
    expect(await row.getByRole("cell").last().textContent()).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(problems).toEqual([]);
  });

  test("of a restore shows the job and the restored resources", async () => {
    const group = ids.vaultId.split("/").slice(0, 4).join("/");
    emulator.addResource(`${group}/rg-target/providers/Microsoft.Storage/storageAccounts/strestore`);
    emulator.advance(3 * 3_600_000);
    const flags = ["--to", "disks", "--target-group", "rg-target", "--report-html", file("restore.html")];
    const restored = await hook(["restore", ids.vaultId, "--vm", "vm-web", ...flags]);
    expect(restored).toMatchObject({ code: ExitCode.done });
    await open("restore.html");
    await page.getByRole("img", { name: /^vm-web: .*Restore .* to / }).waitFor();
    expect(await page.getByRole("region", { name: "Restored resources" }).getByRole("listitem").count()).toBeGreaterThan(0);
    expect(problems).toEqual([]);
  });

  test.each(["rsv-e2e.html", "many.html", "drill.html"])("%s runs no text of others, and requests nothing", async (name) => {
    await open(name);
    await page.locator("#filter").waitFor();
    expect(await page.title()).not.toBe("run");
    expect(await page.locator("img[src], script").count()).toBe(1);
    expect(problems).toEqual([]);
  });

  test.each([
    ["light", "rsv-e2e.html"],
    ["dark", "rsv-e2e.html"],
    ["light", "drill.html"],
    ["dark", "drill.html"],
  ] as const)("has a contrast of at least 4.5 to 1 in the %s scheme of %s", async (colorScheme, name) => {
    await open(name, { colorScheme });
    expect(await lowestContrast(page)).toBeGreaterThanOrEqual(4.5);
    const background = await page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
    expect(background).toBe(colorScheme === "light" ? "rgb(245, 246, 248)" : "rgb(14, 18, 23)");
  });

  test("is used by keyboard: filter, status, each VM, the table", async () => {
    await open("rsv-e2e.html");
    const stops = await tabStops(page, 5);
    expect(stops).toEqual([
      "input filter-text",
      "select filter-status",
      expect.stringMatching(/^summary vm-db/),
      expect.stringMatching(/^summary vm-web/),
      "div VMs as a table",
    ]);
    await page.keyboard.press("Shift+Tab");
    expect(await page.getByText("Phases (UTC)").last().isVisible()).toBe(false);
    await page.keyboard.press("Enter");
    expect(await page.getByText("Phases (UTC)").last().isVisible()).toBe(true);
  });

  test("names its parts for screen readers", async () => {
    await open("rsv-e2e.html");
    for (const name of ["Run", "Problems", "Timeline", "VMs as a table"])
      await page.getByRole("region", { name, exact: true }).waitFor();
    await page.getByRole("search", { name: "Filter VMs" }).waitFor();
    await page.getByRole("searchbox", { name: "Filter VMs" }).waitFor();
    await page.getByRole("combobox", { name: "Status" }).waitFor();
    await page.getByRole("table", { name: "VMs" }).getByRole("rowheader", { name: "vm-web" }).waitFor();
    const tree = await page.getByRole("region", { name: "Timeline" }).ariaSnapshot();
    expect(tree).toMatch(/img "vm-db: .*Take Snapshot \(failed\)/);
    expect(await page.getByRole("status").textContent()).toBe("2 of 2 VMs");
  });

  test.each(["rsv-e2e.html", "many.html", "drill.html"])("%s fits 375 pixels without horizontal scrolling", async (name) => {
    await open(name, { viewport: { width: 375, height: 740 } });
    expect(await scrollWidth(page)).toBeLessThanOrEqual(375);
    const widest = "Math.max(...[...document.querySelectorAll('.card')].map((card) => card.scrollWidth - card.clientWidth))";
    expect(await page.evaluate<number>(widest)).toBe(0);
  });

  test("filters 1,002 VMs by words and by status, in the timeline, the table and the problems", async () => {
    await open("many.html");
    expect(await shownRows()).toBe(1_002);
    await page.getByRole("searchbox", { name: "Filter VMs" }).fill("VM-09 completed");
    expect(await shownRows()).toBe(100);
    expect(await page.locator("details:visible").count()).toBe(100);
    expect(await page.locator(".problems > li:visible").count()).toBe(0);
    expect(await page.getByRole("status").textContent()).toBe("100 of 1002 VMs");
    await page.getByRole("searchbox", { name: "Filter VMs" }).fill("");
    await page.getByRole("combobox", { name: "Status" }).selectOption("With a problem");
    expect(await shownRows()).toBe(1);
    expect(await page.locator(".problems > li:visible").count()).toBe(1);
    await page.getByRole("combobox", { name: "Status" }).selectOption("Completed");
    expect(await shownRows()).toBe(1_001);
  });

  test("shows every VM and no filter without JavaScript", async () => {
    await open("many.html", { javaScriptEnabled: false });
    expect(await page.locator("#filter").isVisible()).toBe(false);
    expect(await shownRows()).toBe(1_002);
  });

  test("of a run that cannot write it is only told, and an earlier one is gone", async () => {
    writeFileSync(file("old.html"), "of an earlier run");
    const bad = await hook(["backup-now", "--vault-id", ids.vaultId, "--vm", "no-such-vm", "--report-html", file("old.html")]);
    expect(bad.code).not.toBe(ExitCode.done);
    expect(readFileSync(file("old.html"), "utf8")).toContain('<p class="banner" role="alert">');
    await open("old.html");
    await page.getByRole("alert").waitFor();
    const full = await hook(["backup-now", ids.vaultId, "--report-html", "/dev/full"]);
    expect(full.output).toContain("cannot write the report '/dev/full' (ENOSPC)");
    expect(full.code).toBe(ExitCode.done);
  });
});
