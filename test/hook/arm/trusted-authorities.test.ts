import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { rootCertificates } from "node:tls";
import { addedAuthorities, trustedContext, untrustedAdvice } from "../../../lib/hook/arm/trusted-authorities";

const PEM = readFileSync(join(__dirname, "../sign-in/certificates/encrypted-key.pem"), "utf8");
const [OURS = ""] = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.exec(PEM) ?? [];

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "authorities-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test("returns the certificates of SSL_CERT_FILE that Node does not trust by itself", () => {
  const path = file("company.pem", `# the company\r\n${PEM}${rootCertificates[0] ?? ""}`);
  expect(addedAuthorities({ SSL_CERT_FILE: path }).map((pem) => pem.trim())).toEqual([OURS.trim()]);
});

test("returns the certificates of each file in the folders of SSL_CERT_DIR", () => {
  mkdirSync(join(folder, "inner"));
  file("company.0", OURS);
  const env = { SSL_CERT_DIR: ["/no/such/folder", folder].join(delimiter) };
  expect(addedAuthorities(env)).toEqual([OURS]);
});

test("leaves out what NODE_EXTRA_CA_CERTS names, which Node trusts", () => {
  const env = { SSL_CERT_FILE: file("ours.pem", OURS), NODE_EXTRA_CA_CERTS: file("node.pem", OURS) };
  expect(addedAuthorities(env)).toEqual([]);
});

test.each<[string, () => NodeJS.ProcessEnv]>([
  ["no variable is set", () => ({ SSL_CERT_FILE: "", SSL_CERT_DIR: "" })],
  ["the file does not exist", () => ({ SSL_CERT_FILE: join(folder, "none.pem"), SSL_CERT_DIR: join(folder, "none") })],
  ["the file is a folder", () => ({ SSL_CERT_FILE: folder })],
  ["the file holds no certificate", () => ({ SSL_CERT_FILE: file("empty.pem", "nothing") })],
  ["Node trusts all of the file", () => ({ SSL_CERT_FILE: file("roots.pem", rootCertificates.join("\n")) })],
])("returns undefined if %s", (_, env) => {
  expect(trustedContext(env())).toBeUndefined();
});

test("leaves out a damaged certificate", () => {
  const damaged = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----";
  expect(() => trustedContext({ SSL_CERT_FILE: file("bad.pem", `${damaged}\n${OURS}`) })).not.toThrow();
});

test("names both variables in the advice, and a file that does not exist", () => {
  expect(untrustedAdvice({})).toMatch(/^if a proxy or firewall .* in SSL_CERT_FILE, .*, or in NODE_EXTRA_CA_CERTS$/);
  expect(untrustedAdvice({ SSL_CERT_FILE: "/no/such.pem" })).toMatch(
    /^SSL_CERT_FILE names '\/no\/such.pem', which does not exist; if/,
  );
});
