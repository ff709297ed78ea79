import { createPublicKey, X509Certificate } from "node:crypto";
import { isSameName } from "../../azure/case-fold";
import type { ApplicationCredentials, FederatedCredential } from "./credentials";
import { isSignedBy, type Jwt, jwtIn } from "./jwt";

/** What a token endpoint refuses, by the number that Entra gives it. */
export interface AssertionRefusal {
  readonly number: number;
  readonly text: string;
}

/** What an assertion is checked against. */
export interface AssertionCheck {
  readonly application: ApplicationCredentials & { readonly clientId: string };
  /** The audiences that a certificate's assertion may be for: the token endpoint, by its URL. */
  readonly audiences: readonly string[];
  /** The client's clock, in milliseconds. */
  readonly now: number;
}

const EXCHANGE = "api://AzureADTokenExchange";
/** Clocks may differ by that much. */
const SKEW_MS = 300_000;

/** Why an assertion is not taken, undefined where it is: one that its certificate's key has signed, or a federated token. */
export function assertionRefusal(assertion: string, check: AssertionCheck): AssertionRefusal | undefined {
  const { application, now } = check;
  const jwt = jwtIn(assertion);
  if (!jwt) return { number: 50027, text: "JWT token is invalid or malformed." };
  const { iss, exp, nbf } = jwt.claims;
  const begins = typeof nbf === "number" ? nbf * 1_000 : 0;
  if (typeof exp !== "number" || exp * 1_000 + SKEW_MS <= now || begins - SKEW_MS > now) {
    const text = `Client assertion is not within its valid time range. Current time: ${new Date(now).toISOString()}, expiry time of assertion ${typeof exp === "number" ? new Date(exp * 1_000).toISOString() : "none"}.`;
    return { number: 700024, text };
  }
  return isText(iss) && isSameName(iss, application.clientId) ? ofCertificate(jwt, check) : ofFederation(jwt, application);
}

function ofCertificate(jwt: Jwt, { application, audiences }: AssertionCheck): AssertionRefusal | undefined {
  const { sub, aud } = jwt.claims;
  if (!isText(sub) || !isSameName(sub, application.clientId)) {
    const text = `Client assertion application identifier '${String(sub)}' doesn't match 'client_id' parameter '${application.clientId}'.`;
    return { number: 700021, text };
  }
  if (!isText(aud) || !audiences.some((audience) => isSameName(audience, aud))) {
    return { number: 700023, text: `Client assertion audience claim does not match Realm issuer. Audience: '${String(aud)}'.` };
  }
  const certificate = (application.certificates ?? [])
    .map((pem) => new X509Certificate(pem))
    .find((one) => namesOf(one).includes(String(jwt.header["x5t#S256"] ?? jwt.header["x5t"] ?? jwt.header["kid"])));
  if (!certificate) {
    const text = `The certificate with identifier used to sign the client assertion is not registered on application '${application.clientId}'.`;
    return { number: 700027, text };
  }
  if (isSignedBy(jwt, certificate.publicKey)) return undefined;
  return { number: 700027, text: "Client assertion failed signature validation." };
}

/** What a header may name a certificate by: its thumbprints, of SHA-256 and of SHA-1. */
function namesOf({ fingerprint, fingerprint256 }: X509Certificate): string[] {
  return [fingerprint, fingerprint256].map((print) => Buffer.from(print.replaceAll(":", ""), "hex").toString("base64url"));
}

function ofFederation(jwt: Jwt, { federatedCredentials = [] }: ApplicationCredentials): AssertionRefusal | undefined {
  const { iss, sub, aud } = jwt.claims;
  const none = "No matching federated identity record found for presented assertion";
  const ofIssuer = federatedCredentials.filter(({ issuer }) => issuer === iss);
  if (ofIssuer.length === 0) return { number: 700211, text: `${none} issuer '${String(iss)}'.` };
  const ofSubject = ofIssuer.filter(({ subject }) => subject === sub);
  if (ofSubject.length === 0) return { number: 700213, text: `${none} subject '${String(sub)}'.` };
  const found = ofSubject.find(({ audience = EXCHANGE }) => audiencesIn(aud).includes(audience));
  if (!found) return { number: 700212, text: `${none} audience '${String(aud)}'.` };
  return isProven(jwt, found) ? undefined : { number: 700027, text: "Client assertion failed signature validation." };
}

function isProven(jwt: Jwt, { publicKey }: FederatedCredential): boolean {
  return publicKey === undefined || isSignedBy(jwt, createPublicKey(publicKey));
}

function audiencesIn(aud: unknown): unknown[] {
  return Array.isArray(aud) ? (aud as unknown[]) : [aud];
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
