import { existsSync } from "node:fs";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

/** A real browser. A test that needs it is skipped, with a printed reason, if it is not installed. */
const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const ARGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"];

const installed = existsSync(CHROMIUM);
if (!installed) console.warn(`skipped: there is no Chromium at ${CHROMIUM}`);

export const describeInBrowser = installed ? describe : describe.skip;

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ARGS });
}

/** A page with what goes wrong in it: errors, what the content security policy refuses, and requests that are not allowed. */
export interface WatchedPage {
  readonly page: Page;
  readonly problems: readonly string[];
}

export async function openPage(
  browser: Browser,
  isAllowed: (url: string) => boolean,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const page = await browser.newPage({ ignoreHTTPSErrors: true, ...options });
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && problems.push(message.text()));
  page.on("request", (request) => isAllowed(request.url()) || problems.push(`requests ${request.url()}`));
  return { page, problems };
}

/** The names of what has the focus, one after each press of Tab. */
export async function tabStops(page: Page, count: number): Promise<string[]> {
  const stops: string[] = [];
  for (let index = 0; index < count; index++) {
    await page.keyboard.press("Tab");
    stops.push(
      await page.evaluate<string>(`(() => {
        const { tagName, id, textContent, ariaLabel } = document.activeElement;
        return [tagName.toLowerCase(), id || ariaLabel || textContent.trim().slice(0, 30)].join(" ");
      })()`),
    );
  }
  return stops;
}

/** The width of what the page shows: more than that of the window if it scrolls sideways. */
export function scrollWidth(page: Page): Promise<number> {
  return page.evaluate<number>("document.documentElement.scrollWidth");
}

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

export function lowestContrast(page: Page): Promise<number> {
  return page.evaluate<number>(LOWEST_CONTRAST);
}
