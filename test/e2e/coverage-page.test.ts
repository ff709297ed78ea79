import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { commandLine } from "../../lib/hook/commands/command-line";
import type { CoverageOptions } from "../../lib/hook/commands/coverage/options";
import { runCoverage } from "../../lib/hook/commands/coverage/run";
import { type EstateRows, estateAnswers, itemRow, subscriptionRow, vmIdOf, vmRow } from "../hook/coverage/estate-answers";
import { describeInBrowser, launchBrowser, lowestContrast, openPage, scrollWidth } from "./support/browser";

/** The coverage page in a real browser. */
const HOSTILE = `</script><script>document.title = "run"</script><img src="https://example.com/x.png" onerror="alert(1)">\u05D0\u202E`;
const LONG = `vm-${"very-long-name-".repeat(6)}`;
/** The clock of the scripted answers starts an hour later. */
const FRESH = "2026-11-20T09:00:00Z";

const ROWS: EstateRows = {
  subscriptions: [subscriptionRow("s1", "Production"), subscriptionRow("s2", HOSTILE)],
  vms: [
    ...[vmRow("web"), vmRow("db"), vmRow("old"), vmRow(LONG)],
    vmRow("north", { location: "northeurope" }),
    vmRow("<img onerror=alert(1)>", { subscription: "s2", location: `<b>${HOSTILE.slice(0, 20)}` }),
    vmRow("spare", { subscription: "s2", tags: { exempt: HOSTILE } }),
  ],
  items: [
    itemRow("web", { point: FRESH }),
    itemRow("old", { point: "2026-11-01T09:00:00Z" }),
    itemRow("north", { point: FRESH, vmId: vmIdOf("north") }),
  ],
};

let directory: string;
let browser: Browser;
let page: Page;
let problems: readonly string[];

const file = (name: string): string => join(directory, name);

/** Writes the page of an estate, as the command does. */
async function write(name: string, rows: EstateRows): Promise<void> {
  const { options } = (await commandLine().parse(["coverage", "--exempt", "exempt", "--report-html", file(name)])) ?? {};
  await runCoverage(options as CoverageOptions, estateAnswers(rows).context);
}

async function open(name: string, options: Parameters<typeof openPage>[2] = {}): Promise<void> {
  const url = pathToFileURL(file(name)).href;
  ({ page, problems } = await openPage(browser, (requested) => requested === url || requested === "data:,", options));
  await page.goto(url);
}

describeInBrowser("the page of coverage", () => {
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "coverage-page-"));
    browser = await launchBrowser();
    await write("few.html", ROWS);
    const many = Array.from({ length: 2_100 }, (_, index) =>
      vmRow(`vm-${index}`, { tags: index % 100 === 0 ? { exempt: LONG } : {} }),
    );
    await write("many.html", { subscriptions: [subscriptionRow("s1", LONG)], vms: many });
  });
  afterEach(() => page.close());
  afterAll(async () => {
    await browser.close();
    rmSync(directory, { recursive: true });
  });

  test("has pictures by subscription, region and age, and the findings", async () => {
    await open("few.html");
    expect(await page.title()).toBe("Backup coverage");
    const pictureOf = (section: string, name: string) =>
      page.getByRole("region", { name: section, exact: true }).getByRole("img", { name });
    await pictureOf("By subscription", "Production: 2 covered, 0 exempt, 3 with a finding").waitFor();
    await pictureOf("By region", "northeurope: 1 covered, 0 exempt, 0 with a finding").waitFor();
    await pictureOf("Age of the last recovery point", "up to 30 days: 1 VMs").waitFor();
    const bars = await pictureOf("By subscription", "Production").locator("rect").all();
    expect(await Promise.all(bars.map(async (bar) => Math.round((await bar.boundingBox())?.width ?? 0) > 50))).toEqual([
      true,
      false,
      true,
    ]);
    const findings = page.getByRole("table", { name: "4 findings" });
    expect(await findings.locator("tbody tr").count()).toBe(4);
    await findings.getByRole("row", { name: /older than the objective old Production westeurope/ }).waitFor();
    expect(problems).toEqual([]);
  });

  test.each(["few.html", "many.html"])("%s runs no text of others, and requests nothing", async (name) => {
    await open(name);
    expect(await page.title()).toBe("Backup coverage");
    expect(await page.locator("img, script, b").count()).toBe(1);
    expect(problems).toEqual([]);
  });

  test("shows the hostile names and tag values as they are", async () => {
    await open("few.html");
    for (const text of [HOSTILE.slice(0, -1).trim(), "<img onerror=alert(1)>"])
      expect(await page.getByText(text).count()).toBeGreaterThan(0);
  });

  test.each(["few.html", "many.html"])("%s fits 375 pixels without horizontal scrolling", async (name) => {
    await open(name, { viewport: { width: 375, height: 740 } });
    expect(await scrollWidth(page)).toBeLessThanOrEqual(375);
    const widest = "Math.max(...[...document.querySelectorAll('.card')].map((card) => card.scrollWidth - card.clientWidth))";
    expect(await page.evaluate<number>(widest)).toBe(0);
  });

  test.each(["light", "dark"] as const)("has a contrast of at least 4.5 to 1 in the %s scheme", async (colorScheme) => {
    await open("few.html", { colorScheme });
    expect(await lowestContrast(page)).toBeGreaterThanOrEqual(4.5);
  });

  test("shows the first 2,000 findings of many, and tells how many there are", async () => {
    await open("many.html");
    expect(
      await page
        .getByRole("table", { name: /^2079 findings, 79 more/ })
        .locator("tbody tr")
        .count(),
    ).toBe(2_000);
  });
});
