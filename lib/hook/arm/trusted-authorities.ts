import { X509Certificate } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import * as tls from "node:tls";

/** Files of authorities beside those that Node trusts: what Terraform reads, and what Node reads. */
const TERRAFORMS_FILE = "SSL_CERT_FILE";
const TERRAFORMS_FOLDERS = "SSL_CERT_DIR";
const NODES_FILE = "NODE_EXTRA_CA_CERTS";

/** What to do if the issuer of a certificate is not trusted. */
export function untrustedAdvice(env: NodeJS.ProcessEnv): string {
  const unread = [TERRAFORMS_FILE, NODES_FILE].flatMap((name) => {
    const path = env[name];
    return path && !existsSync(path) ? [`${name} names '${path}', which does not exist`] : [];
  });
  const advice = `if a proxy or firewall opens TLS connections, name the file of its CA certificate (PEM) in ${TERRAFORMS_FILE}, which Terraform reads too, or in ${NODES_FILE}`;
  return [...unread, advice].join("; ");
}

/**
 * What Node trusts and, as Terraform does, the authorities in `SSL_CERT_FILE` and `SSL_CERT_DIR`; undefined if these add none. What
 * cannot be read there is left out, as Terraform does too.
 */
export function trustedAuthorities(env: NodeJS.ProcessEnv): string[] | undefined {
  const files = [env[TERRAFORMS_FILE] ?? "", ...(env[TERRAFORMS_FOLDERS] ?? "").split(delimiter).flatMap(filesIn)];
  const named = files.flatMap(certificatesIn);
  if (named.length === 0) return undefined;
  const trusted = nodesAuthorities(env);
  const known = new Set(trusted.map(withoutBreaks));
  const added = named.filter((pem) => !known.has(withoutBreaks(pem)) && isCertificate(pem));
  return added.length === 0 ? undefined : [...trusted, ...added];
}

/** Node 20 does not tell all of what it trusts. */
function nodesAuthorities(env: NodeJS.ProcessEnv): readonly string[] {
  const { getCACertificates } = tls as { readonly getCACertificates?: () => string[] };
  return getCACertificates?.() ?? [...tls.rootCertificates, ...certificatesIn(env[NODES_FILE] ?? "")];
}

function certificatesIn(file: string): string[] {
  try {
    if (file === "" || !statSync(file).isFile()) return [];
    return readFileSync(file, "latin1").match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
  } catch {
    return [];
  }
}

function filesIn(folder: string): string[] {
  try {
    return folder === "" ? [] : readdirSync(folder).map((name) => join(folder, name));
  } catch {
    return [];
  }
}

function withoutBreaks(pem: string): string {
  return pem.replaceAll(/\s/g, "");
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
