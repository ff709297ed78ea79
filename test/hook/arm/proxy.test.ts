import { readFileSync } from "node:fs";
import { join } from "node:path";
import { proxyFor } from "../../../lib/hook/arm/proxy";

/** What golang.org/x/net/http/httpproxy of Go 1.26 answers. It may name a proxy without a host, or one that Go connects to by SOCKS. */
interface GoRow {
  readonly env: NodeJS.ProcessEnv;
  readonly url: string;
  readonly proxy?: string | null;
  readonly error?: string;
}

const ROWS = JSON.parse(readFileSync(join(__dirname, "go-proxy-table.json"), "utf8")) as GoRow[];
const isHttp = ({ proxy }: GoRow): boolean => proxy === null || /^https?:/.test(proxy ?? "");
const P = "http://proxy.example:3128";

function partsOf(url: string | URL | null | undefined): unknown {
  if (!url) return undefined;
  const { protocol, hostname, port, username, password } = new URL(url);
  return { protocol, hostname, port, username: decodeURIComponent(username), password: decodeURIComponent(password) };
}

test("has rows of every kind in the table", () => {
  expect(ROWS.length).toBeGreaterThan(200);
  expect(ROWS.filter(({ proxy }) => proxy === null).length).toBeGreaterThan(50);
  expect(ROWS.filter(({ error }) => error !== undefined).length).toBeGreaterThan(10);
});

test.each(ROWS.filter(isHttp))("with $env, $url goes through $proxy as in Go", ({ env, url, proxy }) => {
  expect(partsOf(proxyFor(url, env))).toEqual(partsOf(proxy));
});

test.each(ROWS.filter((row) => !isHttp(row)))("throws for $env, by which Go's programs reach no HTTP proxy", ({ env, url }) => {
  expect(() => proxyFor(url, env)).toThrow(/^HTTPS_PROXY must be the URL of an HTTP proxy, .*; correct it/);
});

test("shows no password in the error of an unusable proxy", () => {
  const env = { HTTPS_PROXY: "http://DOMAIN\\user:secret@proxy.example:3128" };
  expect(() => proxyFor("https://management.azure.com", env)).toThrow(/^(?!.*secret)/);
});

test.each(["http://169.254.169.254/metadata/identity/oauth2/token", "https://localhost:8443", "https://127.0.0.2"])(
  "%s goes through no proxy, usable or not",
  (url) => {
    for (const proxy of [P, "socks5://proxy.example", "http://user:p#ss@proxy.example"]) {
      expect(proxyFor(url, { HTTP_PROXY: proxy, HTTPS_PROXY: proxy })).toBeUndefined();
    }
  },
);
