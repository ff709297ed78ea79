import { readFileSync } from "node:fs";
import { rootCertificates } from "node:tls";

/**
 * The authorities that a client trusts anyway, as PEM: those of `SSL_CERT_FILE`, or else those that Node comes with. Terraform, Python and
 * OpenSSL trust one file in the place of their own, and would reach nothing but the emulator if it held no more than its certificate.
 */
export function trustedAuthorities(environment: NodeJS.ProcessEnv): string {
  const { SSL_CERT_FILE: file } = environment;
  try {
    if (file) return readFileSync(file, "utf8");
  } catch {
    // A client would trust nobody by that file, so that Node's own list is no worse.
  }
  return rootCertificates.join("\n");
}
