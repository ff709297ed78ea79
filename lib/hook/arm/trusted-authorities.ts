import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { createSecureContext, rootCertificates, type SecureContext } from "node:tls";

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
 * A context that trusts what Node trusts and, as Terraform does, the authorities in `SSL_CERT_FILE` and `SSL_CERT_DIR`; undefined if these
 * add none. What cannot be read there is left out, as Terraform does too.
 */
export function trustedContext(env: NodeJS.ProcessEnv): SecureContext | undefined {
  const added = addedAuthorities(env);
  if (added.length === 0) return undefined;
  // To add some to those that Node has loaded already is far quicker than to hand all of them over as text.
  const secure = createSecureContext();
  const { context } = secure as { readonly context: { addCACert(pem: string): void } };
  // Node 20 forgets its own file once something is added.
  for (const pem of [...added, ...certificatesIn(env[NODES_FILE] ?? "")]) context.addCACert(pem);
  return secure;
}

/** The certificates that the variables name and Node does not trust by itself. */
export function addedAuthorities(env: NodeJS.ProcessEnv): string[] {
  const files = [env[TERRAFORMS_FILE] ?? "", ...(env[TERRAFORMS_FOLDERS] ?? "").split(delimiter).flatMap(filesIn)];
  const named = new Map(files.flatMap(certificatesIn).map((pem) => [withoutBreaks(pem), pem]));
  if (named.size === 0) return [];
  for (const pem of [...rootCertificates, ...certificatesIn(env[NODES_FILE] ?? "")]) named.delete(withoutBreaks(pem));
  return [...named.values()];
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
