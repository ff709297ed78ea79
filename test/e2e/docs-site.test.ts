import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join, posix, resolve } from "node:path";
import type { Browser, Page } from "playwright-core";
import { describeInBrowser, launchBrowser, openPage } from "./support/browser";
import { run, succeeded } from "./support/processes";

const ROOT = resolve(__dirname, "../..");
const TYPES: Readonly<Record<string, string>> = {
  ...{ ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" },
  ...{ ".json": "application/json", ".woff2": "font/woff2" },
};

let site: string;
let files: ReadonlyMap<string, string>;

beforeAll(async () => {
  site = await mkdtemp(join(tmpdir(), "docs-site-"));
  succeeded(await run(process.execPath, ["scripts/docs-site.mjs", "--out", site], { cwd: ROOT, env: process.env }));
  const paths = (await readdir(site, { recursive: true })).filter((path) => path.endsWith(".html"));
  files = new Map(await Promise.all(paths.map(async (path) => [`/${path}`, await readFile(join(site, path), "utf8")] as const)));
}, 300_000);
afterAll(() => rm(site, { recursive: true, force: true }));

test("every link between its pages leads to a page and to a heading that exist", () => {
  expect(files.size).toBeGreaterThan(100);
  const idsOf = (html: string) => new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
  const ids = new Map([...files].map(([path, html]) => [path, idsOf(html)]));
  const broken = [...files].flatMap(([path, html]) =>
    [...html.matchAll(/<a [^>]*href="([^":]+)"/g)].flatMap(([, href = ""]) => {
      const [link = "", anchor] = href.split("#");
      const target = link === "" ? path : posix.resolve(posix.dirname(path), link.replace(/\/$/, "/index.html"));
      const isThere = anchor === undefined ? ids.has(target) : ids.get(target)?.has(decodeURIComponent(anchor));
      return isThere ? [] : [`${path}: ${href}`];
    }),
  );
  expect(broken).toEqual([]);
});

test("has the API reference of constructs and emulator, and the examples", () => {
  for (const page of [
    "/api/constructs/classes/VmBackup.html",
    "/api/emulator/functions/startEmulator.html",
    "/examples/quickstart.ts.html",
  ]) {
    expect(files.has(page)).toBe(true);
  }
  expect(files.get("/api/constructs/classes/RecoveryPointRetention.html")).toContain("99 years");
});

describeInBrowser("the documentation site in a browser", () => {
  let server: Server;
  let origin: string;
  let browser: Browser;
  let page: Page;
  let problems: readonly string[];

  beforeAll(async () => {
    server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? "/", "http://localhost");
      const file = join(site, pathname.endsWith("/") ? `${pathname}index.html` : pathname);
      readFile(file).then(
        (content) => response.writeHead(200, { "Content-Type": TYPES[extname(file)] ?? "text/plain" }).end(content),
        () => response.writeHead(404).end(),
      );
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
  });

  beforeEach(async () => {
    const isOwn = (url: string): boolean => url.startsWith(`${origin}/`) || url.startsWith("data:");
    ({ page, problems } = await openPage(browser, isOwn));
    await page.route("**", (route) => (isOwn(route.request().url()) ? route.continue() : route.abort()));
  });
  afterEach(() => page.close());

  test("finds 'retention' in its own index, and requests nothing from another host", async () => {
    await page.goto(`${origin}/`);
    await page.getByRole("button", { name: "Search" }).first().click();
    await page.getByRole("searchbox").fill("retention");
    const results = page.locator(".VPLocalSearchBox .result");
    await results.first().waitFor();
    expect(await results.count()).toBeGreaterThan(5);
    await results.first().click();
    await page.waitForURL((url) => url.pathname !== "/");
    expect(await page.locator("main").innerText()).toMatch(/retention/i);
    expect(problems).toEqual([]);
  });

  test("follows the colour scheme of the reader, and can be switched", async () => {
    const isDark = () => page.evaluate<boolean>("document.documentElement.classList.contains('dark')");
    await page.emulateMedia({ colorScheme: "dark" });
    await page.goto(`${origin}/concepts.html`);
    expect(await isDark()).toBe(true);
    await page
      .getByRole("switch", { name: /light theme/i })
      .first()
      .click();
    expect(await isDark()).toBe(false);
    expect(problems).toEqual([]);
  });
});
