import { createPrivateKey } from "node:crypto";
import { ExitCode } from "../../contract/exit-code";
import { decodedText } from "../decoded-text";
import { HookError } from "../hook-error";

/** A client certificate with its key, from the environment. */
export interface ClientCertificate {
  /** The variable that it comes from, for errors. */
  readonly source: string;
  /** The bytes of a PFX (PKCS#12) file, or the text of a PEM file. */
  readonly content: Buffer;
  readonly password: string | undefined;
}

type LoadPfx = () => Promise<typeof import("./pfx")>;

/**
 * Returns the certificate and its key as one PEM text without a password.
 * @param loadPfx loads the reader of PFX files, a library that no other file needs
 */
export async function certificatePem(
  { source, content, password }: ClientCertificate,
  loadPfx: LoadPfx = () => import("./pfx.js"),
): Promise<string> {
  const text = decodedText(content);
  try {
    return text.includes("-----BEGIN") ? pemOfPem(text, password) : (await loadPfx()).pemOfPfx(derOf(content), password);
  } catch (error) {
    throw new HookError(
      ExitCode.notAuthenticated,
      `${source} must hold a client certificate with its RSA key, as PFX or PEM, got one that cannot be read (${reasonOf(error)}); check the file and ARM_CLIENT_CERTIFICATE_PASSWORD`,
    );
  }
}

function pemOfPem(text: string, password: string | undefined): string {
  const certificates = text.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g);
  const key = /-----BEGIN ([A-Z ]*)PRIVATE KEY-----[\s\S]+?-----END \1PRIVATE KEY-----/.exec(text)?.[0];
  if (!certificates) throw new Error("there is no certificate in it");
  if (!key) throw new Error("there is no private key in it");
  const plain = createPrivateKey({ key, ...(password === undefined ? {} : { passphrase: password }) });
  return [plain.export({ type: "pkcs8", format: "pem" }).toString().trim(), ...certificates, ""].join("\n");
}

/** Accepts base64 of a PFX too, as azurerm does. */
function derOf(content: Buffer): Buffer {
  const text = decodedText(content);
  return /^[A-Za-z0-9+/=\s]+$/.test(text) ? Buffer.from(text, "base64") : content;
}

/** Both libraries name the problem without quoting the content. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
  return /mac could not be verified|invalid password/i.test(message) ? "the password is wrong" : message;
}
