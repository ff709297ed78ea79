import type { AccessToken, GetTokenOptions, TokenCredential } from "@azure/core-auth";
import { ExitCode } from "../../contract/exit-code";
import { HookError } from "../hook-error";
import { ArmError } from "../arm/arm-error";
import type { HttpAnswer } from "../arm/http";
import { asObject, asString } from "../arm/json";
import { firstSentenceOf } from "./entra-error";

/** So much of a token's life is left when another one is asked for. */
const RENEWED_BEFORE_MS = 300_000;
const DEFAULT_LIFETIME_SECONDS = 3_600;

/** What a token is asked for. */
export interface TokenRequest {
  readonly scope: string;
  /** What Azure wants to be proven beyond the usual. */
  readonly claims: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/** A credential that remembers its token until it is about to end. */
export function remembering(fetchToken: (request: TokenRequest) => Promise<AccessToken>): TokenCredential {
  let token: AccessToken | undefined;
  return {
    async getToken(scopes: string | string[], { abortSignal, claims }: GetTokenOptions = {}): Promise<AccessToken> {
      if (token && claims === undefined && token.expiresOnTimestamp - Date.now() > RENEWED_BEFORE_MS) return token;
      const signal = abortSignal as AbortSignal | undefined;
      token = await fetchToken({ scope: [scopes].flat().join(" "), claims, signal });
      return token;
    },
  };
}

/**
 * The token in the answer of a token endpoint.
 * @throws HookError where it refuses, ArmError where it is down
 */
export function accessTokenIn({ status, body }: HttpAnswer): AccessToken {
  const fields = asObject(body);
  const token = asString(fields["access_token"]);
  if (status !== 200 || token === undefined)
    throw refusal(status, asString(fields["error_description"]) ?? asString(fields["error"]));
  const seconds = Number(fields["expires_in"]) || DEFAULT_LIFETIME_SECONDS;
  return { token, expiresOnTimestamp: Date.now() + seconds * 1_000 };
}

/** A refusal by Entra is final, an error of a service that is down is not. */
function refusal(status: number, description = ""): Error {
  const detail = firstSentenceOf(description);
  if (status === 429 || status >= 500) return new ArmError("cannot sign in", { status, detail });
  const reason = detail === "" ? `the token endpoint answered ${status} without a token` : detail;
  return new HookError(ExitCode.notAuthenticated, `cannot sign in: ${reason}`);
}
