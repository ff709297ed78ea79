import type { Browser, Page } from "playwright-core";
import { protectFleet } from "../../bench/hook/fleet";
import type { Emulator } from "../../lib/emulator";
import { triggerBackup } from "../emulator/azurerm";
import { Client } from "../emulator/client";
import { describeInBrowser, launchBrowser, lowestContrast, openPage, scrollWidth, tabStops } from "./support/browser";
import { protectVms } from "./support/protected-vms";
import { startTestEmulator } from "../support/emulator";

/** The emulator's page in a real browser. */
describeInBrowser("the emulator's page", () => {
  let emulator: Emulator;
  let browser: Browser;
  let page: Page;
  let problems: readonly string[];

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    emulator = await startTestEmulator({ speed: 600 });
    ({ page, problems } = await openPage(browser, (url) => new URL(url).origin === emulator.url));
  });
  afterEach(() => page.close());

  const region = (name: string) => page.getByRole("region", { name, exact: true });

  const backUpAll = async (itemIds: readonly string[]): Promise<void> => {
    const client = new Client(emulator);
    for (const id of itemIds) await triggerBackup(client, id);
    client.close();
  };

  test("says what to do if there is no vault", async () => {
    await page.goto(emulator.url);
    await page.getByText("No vault yet").waitFor();
    expect(await page.title()).toBe("Azure emulator");
    expect(problems).toEqual([]);
  });

  test("shows vaults, items, jobs and recovery points, live, with the names of VMs as text", async () => {
    await page.goto(emulator.url);
    const { itemIds } = await protectVms(emulator, ["vm-web", "vm-db"]);
    await page.getByRole("heading", { name: "rsv-e2e" }).waitFor();
    await region("Protected items").getByText("Initial backup pending").first().waitFor();
    expect(await region("Protected items").getByRole("row").count()).toBe(3);
    expect(await page.getByText("No backup has made a recovery point yet").count()).toBe(1);

    emulator.failNextBackup("vm-db", { code: "ExtensionSnapshotFailedNoNetwork" });
    await backUpAll(itemIds);
    await region("Jobs")
      .getByRole("cell", { name: /In progress|Failed/ })
      .first()
      .waitFor();
    emulator.advance(5 * 3_600_000);
    await region("Jobs")
      .getByRole("row", { name: /Backup vm-web .*Completed/ })
      .waitFor();
    await region("Jobs")
      .getByRole("row", { name: /Backup vm-db .*Failed.*ExtensionSnapshotFailedNoNetwork/ })
      .waitFor();
    await region("Protected items")
      .getByRole("row", { name: /vm-web .*Protected/ })
      .waitFor();
    await region("Recovery points")
      .getByRole("row", { name: /vm-web .*Vault/ })
      .waitFor();
    expect(problems).toEqual([]);
  });

  test("moves the clock after a click", async () => {
    await page.goto(emulator.url);
    const before = emulator.now().getTime();
    await page.getByRole("button", { name: "+1 day" }).click();
    await page.waitForFunction(`Date.parse(document.getElementById("now").dateTime) >= ${before + 86_400_000}`);
    expect(emulator.now().getTime() - before).toBeGreaterThanOrEqual(86_400_000);
  });

  test.each(["light", "dark"] as const)(
    "has a contrast of at least 4.5 to 1 for every text in the %s scheme",
    async (colorScheme) => {
      await page.emulateMedia({ colorScheme });
      await protectVms(emulator, ["vm-web"]);
      await page.goto(emulator.url);
      await page.getByRole("heading", { name: "rsv-e2e" }).waitFor();
      expect(await lowestContrast(page)).toBeGreaterThanOrEqual(4.5);
    },
  );

  test.each([360, 375])("fits a phone of %d pixels without horizontal scrolling, with jobs and long names", async (width) => {
    await page.setViewportSize({ width, height: 740 });
    const { itemIds } = await protectVms(emulator, ["vm-web", `vm-${"long".repeat(15)}`]);
    await backUpAll(itemIds);
    await page.goto(emulator.url);
    await region("Timeline of jobs")
      .getByRole("img", { name: /^Backup of vm-web/ })
      .waitFor();
    expect(await scrollWidth(page)).toBeLessThanOrEqual(width);
    const widest = "Math.max(...[...document.querySelectorAll('.card')].map((card) => card.scrollWidth - card.clientWidth))";
    expect(await page.evaluate<number>(widest)).toBe(0);
  });

  test("draws the jobs with their phases, named for screen readers", async () => {
    emulator.failNextBackup("vm-db", { code: "ExtensionSnapshotFailedNoNetwork" });
    const { itemIds } = await protectVms(emulator, ["vm-web", "vm-db"]);
    await backUpAll(itemIds);
    emulator.advance(5 * 3_600_000);
    await page.goto(emulator.url);
    const timeline = region("Timeline of jobs");
    await timeline
      .getByRole("img", { name: /^Backup of vm-web: Take Snapshot .* to .*; Transfer data to vault .* to / })
      .waitFor();
    await timeline.getByRole("img", { name: /^Backup of vm-db: Take Snapshot \(failed\)/ }).waitFor();
    await timeline.getByRole("img", { name: /^Configure backup of vm-web: Configure backup / }).waitFor();
    expect(problems).toEqual([]);
  });

  test("keeps the focus while it changes, and reaches the filter and the tables by Tab", async () => {
    const { itemIds } = await protectVms(emulator, ["vm-web"]);
    await backUpAll(itemIds);
    await page.goto(emulator.url);
    await region("Jobs").waitFor();
    const stops = await tabStops(page, 7);
    expect(stops).toEqual([
      ...["button +1 hour", "button +1 day", "input filter"],
      ...["div Timeline of jobs", "div Protected items", "div Jobs", "div Recovery points"],
    ]);
    emulator.advance(5 * 3_600_000);
    await region("Jobs")
      .getByRole("row", { name: /Backup vm-web .*Completed/ })
      .waitFor();
    expect(await page.evaluate("document.activeElement.ariaLabel")).toBe("Recovery points");
  });

  test("finds one of 1,000 VMs by the filter", async () => {
    await protectFleet(emulator, 1_000);
    await page.goto(emulator.url);
    const items = region("Protected items");
    await items.getByText("900 more; filter to find them.").waitFor();
    expect(await items.getByRole("row").count()).toBe(101);
    await page.getByRole("searchbox", { name: "Filter" }).fill("VM-0987 pending");
    await items.getByText("vm-0987").waitFor();
    await items.getByText("more; filter to find them.").waitFor({ state: "detached" });
    expect(await items.getByRole("row").count()).toBe(2);
    await page.getByRole("searchbox", { name: "Filter" }).fill("no such VM");
    await items.getByText("Nothing matches the filter.").waitFor();
    expect(await page.getByText("protected VMs").textContent()).toBe("protected VMs");
    expect(problems).toEqual([]);
  });

  test("shows a message if the emulator does not answer", async () => {
    await page.goto(emulator.url);
    await page.getByText("No vault yet").waitFor();
    await emulator.stop();
    await page.getByRole("alert").getByText("The emulator does not answer").waitFor();
  });
});
