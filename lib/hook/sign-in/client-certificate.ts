import { createPrivateKey } from "node:crypto";
import { ExitCode } from "../../contract/exit-code";
import { decodedText } from "../decoded-text";
import { HookError } from "../hook-error";

/** A client certificate with its key, as the environment gives it. */
export interface ClientCertificate {
  /** Where it comes from, for errors. */
  readonly source: string;
  /** The bytes of a PFX (PKCS#12) file, or the text of a PEM file. */
  readonly content: Buffer;
  readonly password: string | undefined;
}

/** The certificate and its key in one PEM text, without a password: what `@azure/identity` signs in with. */
export async function certificatePem({ source, content, password }: ClientCertificate): Promise<string> {
  const text = decodedText(content);
  try {
    return text.includes("-----BEGIN") ? pemOfPem(text, password) : await pemOfPfxFile(content, password);
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

/** The library that reads these files is loaded only for them. */
async function pemOfPfxFile(content: Buffer, password: string | undefined): Promise<string> {
  const { pemOfPfx } = await import("./pfx.js");
  return pemOfPfx(derOf(content), password);
}

/** azurerm takes a file that holds the base64 of a PFX, too. */
function derOf(content: Buffer): Buffer {
  const text = decodedText(content);
  return /^[A-Za-z0-9+/=\s]+$/.test(text) ? Buffer.from(text, "base64") : content;
}

/** Both libraries name what is wrong, neither quotes the content. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
  return /mac could not be verified|invalid password/i.test(message) ? "the password is wrong" : message;
}
