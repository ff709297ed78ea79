import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generate } from "selfsigned";
import { DAY_MS } from "../azure/durations";
import type { Clock } from "./clock";
import { trustedAuthorities } from "./trusted-authorities";

/** The emulator's self-signed certificate, in a file that clients have to trust. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
  /** Path of the certificate as PEM, for clients that trust it in addition, such as Node with `NODE_EXTRA_CA_CERTS`. */
  readonly file: string;
  /**
   * Path of a file with the certificate and the usual authorities, for clients that trust only one file, such as those with
   * `SSL_CERT_FILE`.
   */
  readonly bundle: string;
  /** Removes the files. */
  discard(): void;
}

/** Creates a certificate for localhost that is its own authority, so that a client only has to trust this certificate. */
export async function makeCertificate(clock: Clock): Promise<Certificate> {
  const { private: key, cert } = await generate([{ name: "commonName", value: "localhost" }], {
    keyType: "ec",
    algorithm: "sha256",
    // A day early, because the clock of a container may be a little behind.
    notBeforeDate: new Date(clock.clientNow() - DAY_MS),
    notAfterDate: new Date(clock.clientNow() + 365 * DAY_MS),
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", digitalSignature: true, keyCertSign: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: "localhost" },
          { type: 7, ip: "127.0.0.1" },
          { type: 7, ip: "::1" },
        ],
      },
    ],
  });
  const authorities = trustedAuthorities(process.env);
  const directory = mkdtempSync(join(tmpdir(), "azure-emulator-"));
  const file = join(directory, "localhost.pem");
  writeFileSync(file, cert);
  const bundle = join(directory, "trusted.pem");
  writeFileSync(bundle, `${cert.trim()}\n${authorities}`);
  const remove = () => {
    rmSync(directory, { recursive: true, force: true });
  };
  process.once("exit", remove);
  return {
    key,
    cert,
    file,
    bundle,
    discard: () => {
      process.removeListener("exit", remove);
      remove();
    },
  };
}
