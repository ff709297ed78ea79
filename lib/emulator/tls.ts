import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generate } from "selfsigned";
import type { Clock } from "./clock";

const DAY = 86_400_000;

/** The emulator's own certificate, in a file that clients are told to trust. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
  /** Path of the certificate as PEM, for `SSL_CERT_FILE`, `NODE_EXTRA_CA_CERTS` and their like. */
  readonly file: string;
  /** Removes the file. */
  discard(): void;
}

/** Makes a certificate for localhost that is its own authority, so that trusting the one file is all a client has to do. */
export async function makeCertificate(clock: Clock): Promise<Certificate> {
  const { private: key, cert } = await generate([{ name: "commonName", value: "localhost" }], {
    keyType: "ec",
    algorithm: "sha256",
    // A day early, for a client in a container or another machine's clock a little behind.
    notBeforeDate: new Date(clock.clientNow() - DAY),
    notAfterDate: new Date(clock.clientNow() + 365 * DAY),
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
  const directory = mkdtempSync(join(tmpdir(), "azure-emulator-"));
  const file = join(directory, "localhost.pem");
  writeFileSync(file, cert);
  const remove = () => {
    rmSync(directory, { recursive: true, force: true });
  };
  process.once("exit", remove);
  return {
    key,
    cert,
    file,
    discard: () => {
      process.removeListener("exit", remove);
      remove();
    },
  };
}
