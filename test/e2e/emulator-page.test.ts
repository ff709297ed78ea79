import { existsSync } from "node:fs";
import { chromium, type Browser, type Page } from "playwright-core";
import type { Emulator } from "../../lib/emulator";
import { triggerBackup } from "../emulator/azurerm";
import { Client } from "../emulator/client";
import { protectVms } from "./support/protected-vms";
import { startTestEmulator } from "../support/emulator";

/** The emulator's page in a real browser. */
const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const ARGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];

/** The lowest contrast between a text and its background, by WCAG 2. */
const LOWEST_CONTRAST = `(() => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const luminance = (colour) => {
    const [r, g, b] = channels(colour).map((value) => (value /= 255) <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (channels(backgroundColor)[3] !== 0) return backgroundColor;
    }
    return "rgb(255, 255, 255)";
  };
  const texts = [...document.body.querySelectorAll("*")].filter((element) =>
    element.checkVisibility() && [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== ""));
  return Math.min(...texts.map((element) => {
    const [a, b] = [luminance(getComputedStyle(element).color), luminance(behind(element))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }));
})()`;

const installed = existsSync(CHROMIUM);
if (!installed) console.warn(`skipped: there is no Chromium at ${CHROMIUM}`);

(installed ? describe : describe.skip)("the emulator's page", () => {
  let emulator: Emulator;
  let browser: Browser;
  let page: Page;
  let problems: string[];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS });
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    emulator = await startTestEmulator({ speed: 600 });
    page = await browser.newPage({ ignoreHTTPSErrors: true });
    problems = [];
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    page.on("request", (request) => new URL(request.url()).origin === emulator.url || problems.push(`asks ${request.url()}`));
  });
  afterEach(() => page.close());

  const region = (name: string) => page.getByRole("region", { name, exact: true });

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
    const client = new Client(emulator);
    for (const id of itemIds) await triggerBackup(client, id);
    client.close();
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
      expect(await page.evaluate<number>(LOWEST_CONTRAST)).toBeGreaterThanOrEqual(4.5);
    },
  );

  test("fits a phone without horizontal scrolling", async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await protectVms(emulator, ["vm-web"]);
    await page.goto(emulator.url);
    await page.getByRole("heading", { name: "rsv-e2e" }).waitFor();
    expect(await page.evaluate<number>("document.documentElement.scrollWidth")).toBeLessThanOrEqual(360);
  });

  test("shows a message if the emulator does not answer", async () => {
    await page.goto(emulator.url);
    await page.getByText("No vault yet").waitFor();
    await emulator.stop();
    await page.getByRole("alert").getByText("The emulator does not answer").waitFor();
  });
});
