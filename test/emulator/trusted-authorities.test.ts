import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { trustedAuthorities } from "../../lib/emulator/trusted-authorities";

test("returns the authorities of SSL_CERT_FILE, or else Node's list", () => {
  const directory = mkdtempSync(join(tmpdir(), "trusted-"));
  const file = join(directory, "company.pem");
  writeFileSync(file, "the company's authority");
  expect(trustedAuthorities({ SSL_CERT_FILE: file })).toBe("the company's authority");
  rmSync(directory, { recursive: true });
  for (const environment of [{}, { SSL_CERT_FILE: "" }, { SSL_CERT_FILE: file }]) {
    expect(trustedAuthorities(environment).match(/BEGIN CERTIFICATE/g)).toHaveLength(rootCertificates.length);
  }
});
