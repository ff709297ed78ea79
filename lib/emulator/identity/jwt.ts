import { constants, type KeyObject, verify } from "node:crypto";

/** The parts of a JSON Web Token. */
export interface Jwt {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
  /** The text that is signed. */
  readonly content: string;
  readonly signature: Buffer;
}

/** Parses a token; undefined if the text is not one. */
export function jwtIn(text: string): Jwt | undefined {
  const [header, claims, signature, ...rest] = text.split(".");
  if (!header || !claims || !signature || rest.length > 0) return undefined;
  const [head, body] = [parsed(header), parsed(claims)];
  if (!head || !body) return undefined;
  return { header: head, claims: body, content: `${header}.${claims}`, signature: Buffer.from(signature, "base64url") };
}

/** Whether a key has signed the token, with RS256 or PS256, the algorithms that Entra accepts. */
export function isSignedBy({ header, content, signature }: Jwt, key: KeyObject): boolean {
  const data = Buffer.from(content);
  switch (header["alg"]) {
    case "RS256":
      return verify("sha256", data, { key, padding: constants.RSA_PKCS1_PADDING }, signature);
    case "PS256": {
      const saltLength = constants.RSA_PSS_SALTLEN_DIGEST;
      return verify("sha256", data, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }, signature);
    }
    default:
      return false;
  }
}

function parsed(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString());
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
