import { readFileSync } from "node:fs";
import { rootCertificates } from "node:tls";

/**
 * Returns the authorities that a client usually trusts, as PEM: those of `SSL_CERT_FILE`, or else Node's own. Terraform, Python
 * and OpenSSL trust only one file. If it held only the emulator's certificate, they could reach only the emulator.
 */
export function trustedAuthorities(environment: NodeJS.ProcessEnv): string {
  const { SSL_CERT_FILE: file } = environment;
  try {
    if (file) return readFileSync(file, "utf8");
  } catch {
    // A client could not read the file either, so Node's own list is used.
  }
  return rootCertificates.join("\n");
}
