import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import type { Context } from "../context";
import type { SignedIn } from "./principals";
import { authenticationMissing, tokenExpired, tokenForAnotherAudience, tokenInvalid } from "../errors/arm-errors";

/** Lifetime of a token on the client's clock. Below 20 minutes, azurerm would request a new one for every request. */
export const TOKEN_LIFETIME_SECONDS = 3599;

interface Claims {
  readonly aud: string;
  readonly exp: number;
  /** Client id of the principal. */
  readonly appid: string;
  /** Object id of the principal. */
  readonly oid: string;
}

/** Issues a token for a resource, with the claims of a service principal's token. */
export function issueToken(
  { account, clock }: Context,
  resource: string,
  principal: Omit<SignedIn, "clientSecret"> = account,
): string {
  const issuedAt = Math.floor(clock.clientNow() / 1000);
  const claims = {
    aud: resource,
    iss: `https://sts.windows.net/${account.tenantId}/`,
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + TOKEN_LIFETIME_SECONDS,
    appid: principal.clientId,
    idtyp: "app",
    oid: principal.objectId,
    sub: principal.objectId,
    tid: account.tenantId,
    uti: randomUUID(),
    ver: "1.0",
  };
  const content = `${encode({ typ: "JWT", alg: "HS256" })}.${encode(claims)}`;
  return `${content}.${signatureOf(content, account.clientSecret).toString("base64url")}`;
}

/**
 * Returns the claims of the caller's token.
 * @throws ServiceError if there is no token, the emulator did not issue it, it has expired, or it is for another audience
 */
export function authenticate(context: Context, authorization: string | undefined): Claims {
  if (!authorization) {
    throw authenticationMissing();
  }
  const token = /^Bearer (\S+)$/i.exec(authorization)?.[1];
  const claims = token && verify(token, context.account.clientSecret);
  if (!claims) throw tokenInvalid();
  const now = context.clock.clientNow();
  if (claims.exp * 1000 <= now) {
    throw tokenExpired(new Date(claims.exp * 1000), new Date(now));
  }
  if (claims.aud.replace(/\/+$/, "") !== context.origin) {
    throw tokenForAnotherAudience(claims.aud, context.origin);
  }
  return claims;
}

function verify(token: string, key: string): Claims | undefined {
  const [header, payload, signature, ...rest] = token.split(".");
  if (!header || !payload || !signature || rest.length) return undefined;
  const expected = signatureOf(`${header}.${payload}`, key);
  const actual = Buffer.from(signature, "base64url");
  if (actual.length !== expected.length || !timingSafeEqual(actual, expected)) return undefined;
  return JSON.parse(Buffer.from(payload, "base64url").toString()) as Claims;
}

function signatureOf(content: string, key: string): Buffer {
  return createHmac("sha256", key).update(content).digest();
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
