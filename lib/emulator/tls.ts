import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generate } from "selfsigned";
import { DAY_MS } from "../azure/durations";
import type { Clock } from "./clock";
import { trustedAuthorities } from "./trusted-authorities";

/** The emulator's own certificate, in a file that clients are told to trust. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
  /** Path of the certificate as PEM, for clients that add it to what they trust, as `NODE_EXTRA_CA_CERTS` does. */
  readonly file: string;
  /** Path of the certificate and of everybody else's, for clients that trust one file alone, as by `SSL_CERT_FILE`. */
  readonly bundle: string;
  /** Removes the files. */
  discard(): void;
}

/** Makes a certificate for localhost that is its own authority, so that trusting it is all a client has to do. */
export async function makeCertificate(clock: Clock): Promise<Certificate> {
  const { private: key, cert } = await generate([{ name: "commonName", value: "localhost" }], {
    keyType: "ec",
    algorithm: "sha256",
    // A day early, for a client in a container or another machine's clock a little behind.
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
