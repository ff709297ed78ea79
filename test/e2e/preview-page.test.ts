import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { previewOf } from "../../lib/hook/preview/preview";
import { previewPage } from "../../lib/hook/preview/page/preview-page";
import type { PreviewPolicy } from "../../lib/hook/preview/preview-policy";
import { ExitCode } from "../../lib/contract/exit-code";
import { run } from "./support/processes";

/** The page of a preview in a real browser. */
const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const ARGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];

const installed = existsSync(CHROMIUM);
if (!installed) console.warn(`skipped: there is no Chromium at ${CHROMIUM}`);

const policyOf = (name: string, dailyDays: number): PreviewPolicy => ({
  name,
  schedule: { kind: "daily", times: ["22:00"] },
  timeZone: "Europe/Berlin",
  retention: { dailyDays, monthly: { months: 6, select: { days: [1] } } },
  snapshotDays: 2,
});
const DAYS = { on: "2027-03-31", since: "2027-01-01", until: "2027-12-31" };

(installed ? describe : describe.skip)("the page of a preview", () => {
  const folder = mkdtempSync(join(tmpdir(), "preview-page-"));
  const file = join(folder, "page.html");
  let browser: Browser;
  let page: Page;
  let problems: string[];

  beforeAll(async () => {
    writeFileSync(
      file,
      previewPage([policyOf("<b>long</b>", 30), policyOf("short", 7)].map((policy) => previewOf(policy, DAYS))),
    );
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ARGS });
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    page = await browser.newPage();
    problems = [];
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    page.on("request", (request) => /^(file|data):/.test(request.url()) || problems.push(`asks ${request.url()}`));
    await page.goto(pathToFileURL(file).href);
  });
  afterEach(() => page.close());

  const rows = (name: string) => page.getByRole("region", { name: `Recovery points of ${name}` }).locator("tbody tr");

  test("shows the recovery points of the day, and of another day by keyboard", async () => {
    expect(await rows("<b>long</b>").count()).toBe(33);
    expect(await rows("short").count()).toBe(10);
    const before = await rows("short").first().textContent();
    await page.getByRole("slider", { name: "Move the day" }).focus();
    await page.keyboard.press("ArrowRight");
    expect(await page.getByLabel("Day", { exact: true }).inputValue()).toBe("2027-04-01");
    expect(before).toContain("2027-03-31 20:00 UTC");
    expect(await rows("short").first().textContent()).toContain("2027-04-01 20:00 UTC");
    expect(await page.locator("#calendar-1 [data-kept='daily']").count()).toBe(6);
    expect(problems).toEqual([]);
  });

  test("shows the day that is typed, and what the calendar has of it", async () => {
    await page.getByLabel("Day", { exact: true }).fill("2027-01-03");
    await page.getByLabel("Day", { exact: true }).dispatchEvent("change");
    expect(await rows("short").count()).toBe(3);
    expect(await page.getByText("3 recovery points at the end of 2027-01-03").count()).toBe(2);
    expect(problems).toEqual([]);
  });

  test("fits a phone, in light and in dark", async () => {
    await page.setViewportSize({ width: 375, height: 800 });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(375);
    }
    expect(await page.getByRole("img", { name: /^Recovery points of short over time/ }).count()).toBe(1);
    expect(problems).toEqual([]);
  });
});

describe("the bundled command", () => {
  const folder = mkdtempSync(join(tmpdir(), "preview-command-"));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const preview = (...args: string[]) =>
    run(process.execPath, [resolve(__dirname, "../../bundle/azure-vm-backup.cjs"), "preview", ...args], { env: {} });

  test("writes a page and an image", async () => {
    const schedulePolicy = { scheduleRunFrequency: "Daily", scheduleRunTimes: ["2026-01-01T22:00:00Z"] };
    const retentionPolicy = { dailySchedule: { retentionDuration: { count: 7, durationType: "Days" } } };
    const [file, html, svg] = ["policy.json", "page.html", "image.svg"].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(file, JSON.stringify({ id: "/p/daily", name: "daily", properties: { schedulePolicy, retentionPolicy } }));
    expect(await preview(file, "--html", html, "--svg", svg)).toMatchObject({ code: ExitCode.done });
    expect(readFileSync(html, "utf8")).toMatch(/^<!doctype html>/);
    expect(readFileSync(svg, "utf8")).toMatch(/^<svg /);
  });

  test("ends with one sentence and exit code 2 for a wrong source", async () => {
    const { code, output } = await preview(join(folder, "none.json"));
    expect(code).toBe(ExitCode.badInput);
    expect(output.trim()).toMatch(
      /^azure-vm-backup: the source must name a file that can be read, got '.*' \(ENOENT\); check the path$/,
    );
  });
});
