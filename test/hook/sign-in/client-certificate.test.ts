import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { certificatePem } from "../../../lib/hook/sign-in/client-certificate";
import { pemOfPfx } from "../../../lib/hook/sign-in/pfx";
import { ExitCode } from "../../../lib/contract/exit-code";

const file = (name: string): Buffer => readFileSync(join(__dirname, "certificates", name));

/** Made by OpenSSL 3 from one self-signed certificate that is used for nothing else. */
const PEM = file("encrypted-key.pem");

function expectPair(pem: string): void {
  const certificate = new X509Certificate(pem.slice(pem.indexOf("-----BEGIN CERTIFICATE")));
  expect(certificate.subject).toBe("CN=azure-vm-backup test");
  expect(certificate.checkPrivateKey(createPrivateKey(pem))).toBe(true);
}

test.each([
  ["aes-256.pfx", "secret"],
  ["rc2-and-3des.pfx", "secret"],
  ["without-password.pfx", undefined],
])("%s gives its key and certificate", (name, password) => {
  expectPair(pemOfPfx(file(name), password));
});

test("PEM with an encrypted key gives the same, decrypted", async () => {
  const pem = await certificatePem({ source: "ARM_CLIENT_CERTIFICATE_PATH", content: PEM, password: "secret" });
  expectPair(pem);
  expect(pem).not.toContain("ENCRYPTED");
});

test("throws if the password of a PFX file is wrong", () => {
  expect(() => pemOfPfx(file("aes-256.pfx"), "wrong")).toThrow(/password/i);
});

test.each([
  [
    "a wrong password",
    PEM,
    "wr0ng",
    /^ARM_CLIENT_CERTIFICATE_PATH must hold a client certificate with its RSA key, as PFX or PEM, got one/,
  ],
  [
    "no key",
    Buffer.from(/-----BEGIN CERT[\s\S]+?END CERTIFICATE-----/.exec(PEM.toString())?.[0] ?? ""),
    "wr0ng",
    /\(there is no private key in it\)/,
  ],
  ["no certificate", Buffer.from("-----BEGIN PRIVATE KEY-----"), "wr0ng", /\(there is no certificate in it\)/],
])("a PEM file with %s is refused, and no secret is said", async (_, content, password, message) => {
  const refused: unknown = await certificatePem({ source: "ARM_CLIENT_CERTIFICATE_PATH", content, password }).catch(
    (error: unknown) => error,
  );
  expect(refused).toMatchObject({ exitCode: ExitCode.notAuthenticated, message: expect.stringMatching(message) as string });
  expect(String(refused)).not.toMatch(/wr0ng|-----BEGIN/);
});
