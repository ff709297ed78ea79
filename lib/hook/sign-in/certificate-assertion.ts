import { constants, createHash, createPrivateKey, randomUUID, sign, X509Certificate } from "node:crypto";

/** The lifetime of an assertion, in seconds. It allows for small clock differences. */
const LIFETIME_SECONDS = 600;

/**
 * Creates the JWT that proves possession of a client certificate to the token endpoint. It is signed with the certificate's key and valid
 * from Azure's time.
 */
export function certificateAssertion(pem: string, clientId: string, tokenEndpoint: string, time: Date): string {
  const now = Math.floor(time.getTime() / 1_000);
  const certificate = new X509Certificate(pem.slice(pem.indexOf("-----BEGIN CERTIFICATE-----")));
  const thumbprint = createHash("sha256").update(certificate.raw).digest("base64url");
  const header = { alg: "PS256", typ: "JWT", "x5t#S256": thumbprint };
  const claims = { aud: tokenEndpoint, iss: clientId, sub: clientId, jti: randomUUID(), nbf: now, iat: now };
  const content = `${encode(header)}.${encode({ ...claims, exp: now + LIFETIME_SECONDS })}`;
  const key = {
    key: createPrivateKey(pem),
    padding: constants.RSA_PKCS1_PSS_PADDING,
    saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
  };
  return `${content}.${sign("sha256", Buffer.from(content), key).toString("base64url")}`;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
