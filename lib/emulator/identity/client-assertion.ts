import { createPublicKey, X509Certificate } from "node:crypto";
import { isSameName } from "../../azure/case-fold";
import type { ApplicationCredentials, FederatedCredential } from "./credentials";
import { isSignedBy, type Jwt, jwtIn } from "./jwt";
import {
  type EntraError,
  assertionAudienceInvalid,
  assertionMalformed,
  assertionOutOfTime,
  assertionSubjectInvalid,
  audienceUnknown,
  certificateUnknown,
  issuerUnknown,
  signatureInvalid,
  subjectUnknown,
} from "../errors/entra-errors";

/** The data against which an assertion is checked. */
export interface AssertionCheck {
  readonly application: ApplicationCredentials & { readonly clientId: string };
  /** The allowed audiences of an assertion that a certificate has signed: the URLs of the token endpoint. */
  readonly audiences: readonly string[];
  /** The time on the client's clock, in milliseconds since 1970. */
  readonly now: number;
  /** The emulator's own clock, which a client may have learned from an answer. @default - the client's */
  readonly azureNow?: number;
}

const EXCHANGE = "api://AzureADTokenExchange";
/** The allowed difference between the clocks. */
const SKEW_MS = 300_000;

/**
 * Returns why an assertion is refused, or undefined if it is accepted. It is signed by a certificate's key, or is a federated
 * token.
 */
export function assertionRefusal(assertion: string, check: AssertionCheck): EntraError | undefined {
  const { application, now } = check;
  const jwt = jwtIn(assertion);
  if (!jwt) return assertionMalformed();
  const { iss, exp, nbf } = jwt.claims;
  const begins = typeof nbf === "number" ? nbf * 1_000 : 0;
  const isIn = (time: number): boolean => typeof exp === "number" && exp * 1_000 + SKEW_MS > time && begins - SKEW_MS <= time;
  if (!isIn(now) && !isIn(check.azureNow ?? now)) {
    return assertionOutOfTime(
      new Date(now).toISOString(),
      typeof exp === "number" ? new Date(exp * 1_000).toISOString() : "none",
    );
  }
  return isText(iss) && isSameName(iss, application.clientId) ? ofCertificate(jwt, check) : ofFederation(jwt, application);
}

function ofCertificate(jwt: Jwt, { application, audiences }: AssertionCheck): EntraError | undefined {
  const { sub, aud } = jwt.claims;
  if (!isText(sub) || !isSameName(sub, application.clientId)) {
    return assertionSubjectInvalid(String(sub), application.clientId);
  }
  if (!isText(aud) || !audiences.some((audience) => isSameName(audience, aud))) {
    return assertionAudienceInvalid(String(aud));
  }
  const certificate = (application.certificates ?? [])
    .map((pem) => new X509Certificate(pem))
    .find((one) => namesOf(one).includes(String(jwt.header["x5t#S256"] ?? jwt.header["x5t"] ?? jwt.header["kid"])));
  if (!certificate) return certificateUnknown(application.clientId);
  if (isSignedBy(jwt, certificate.publicKey)) return undefined;
  return signatureInvalid();
}

/** Returns the values by which a header may name a certificate: its SHA-1 and SHA-256 thumbprints. */
function namesOf({ fingerprint, fingerprint256 }: X509Certificate): string[] {
  return [fingerprint, fingerprint256].map((print) => Buffer.from(print.replaceAll(":", ""), "hex").toString("base64url"));
}

function ofFederation(jwt: Jwt, { federatedCredentials = [] }: ApplicationCredentials): EntraError | undefined {
  const { iss, sub, aud } = jwt.claims;
  const ofIssuer = federatedCredentials.filter(({ issuer }) => issuer === iss);
  if (ofIssuer.length === 0) return issuerUnknown(String(iss));
  const ofSubject = ofIssuer.filter(({ subject }) => subject === sub);
  if (ofSubject.length === 0) return subjectUnknown(String(sub));
  const found = ofSubject.find(({ audience = EXCHANGE }) => audiencesIn(aud).includes(audience));
  if (!found) return audienceUnknown(String(aud));
  return isProven(jwt, found) ? undefined : signatureInvalid();
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
