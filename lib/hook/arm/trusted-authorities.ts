import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { createSecureContext, rootCertificates, type SecureContext } from "node:tls";

/** Variables that name more CA certificates than Node's own: SSL_CERT_* for Terraform, NODE_EXTRA_CA_CERTS for Node. */
const TERRAFORM_FILE = "SSL_CERT_FILE";
const TERRAFORM_FOLDERS = "SSL_CERT_DIR";
const NODE_FILE = "NODE_EXTRA_CA_CERTS";

/** The advice for a certificate from an untrusted issuer. */
export function untrustedAdvice(env: NodeJS.ProcessEnv): string {
  const unread = [TERRAFORM_FILE, NODE_FILE].flatMap((name) => {
    const path = env[name];
    return path && !existsSync(path) ? [`${name} names '${path}', which does not exist`] : [];
  });
  const advice = `if a proxy or firewall opens TLS connections, name the file of its CA certificate (PEM) in ${TERRAFORM_FILE}, which Terraform reads too, or in ${NODE_FILE}`;
  return [...unread, advice].join("; ");
}

/**
 * Creates a TLS context that trusts Node's CA certificates and, as Terraform does, those in `SSL_CERT_FILE` and `SSL_CERT_DIR`. Returns
 * undefined if these add none. Files that cannot be read are ignored, as in Terraform.
 */
export function trustedContext(env: NodeJS.ProcessEnv): SecureContext | undefined {
  const added = addedAuthorities(env);
  if (added.length === 0) return undefined;
  // Adding some to Node's loaded certificates is far quicker than passing all of them as text.
  const secure = createSecureContext();
  const { context } = secure as { readonly context: { addCACert(pem: string): void } };
  // Node 20 drops the certificates of its own file once one is added.
  for (const pem of [...added, ...certificatesIn(env[NODE_FILE] ?? "")]) context.addCACert(pem);
  return secure;
}

/** Returns the certificates in the variables' files that Node does not trust already. */
export function addedAuthorities(env: NodeJS.ProcessEnv): string[] {
  const files = [env[TERRAFORM_FILE] ?? "", ...(env[TERRAFORM_FOLDERS] ?? "").split(delimiter).flatMap(filesIn)];
  const named = new Map(files.flatMap(certificatesIn).map((pem) => [withoutBreaks(pem), pem]));
  if (named.size === 0) return [];
  for (const pem of [...rootCertificates, ...certificatesIn(env[NODE_FILE] ?? "")]) named.delete(withoutBreaks(pem));
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
