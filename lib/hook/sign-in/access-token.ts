import type { AccessToken, GetTokenOptions, TokenCredential } from "@azure/core-auth";
import { ExitCode } from "../../contract/exit-code";
import { HookError } from "../hook-error";
import { ArmError } from "../arm/arm-error";
import type { HttpAnswer } from "../arm/http";
import { fieldsOf, textOf } from "../arm/json";

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
  const fields = fieldsOf(body);
  const token = textOf(fields["access_token"]);
  if (status !== 200 || token === undefined)
    throw refusal(status, textOf(fields["error_description"]) ?? textOf(fields["error"]));
  const seconds = Number(fields["expires_in"]) || DEFAULT_LIFETIME_SECONDS;
  return { token, expiresOnTimestamp: Date.now() + seconds * 1_000 };
}

/** Entra's own first sentence: what follows it are trace ids. Its errors are final, those of a service that is down are not. */
function refusal(status: number, description: string | undefined): Error {
  const detail = description?.split(/\r?\n/)[0]?.replace(/ (Trace ID|Correlation ID):.*$/, "") ?? "";
  if (status === 429 || status >= 500) return new ArmError("cannot sign in", { status, detail });
  const reason = detail === "" ? `the token endpoint answered ${status} without a token` : detail;
  return new HookError(ExitCode.notAuthenticated, `cannot sign in: ${reason}`);
}
