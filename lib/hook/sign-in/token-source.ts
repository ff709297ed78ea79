import type { AccessToken, TokenCredential } from "@azure/core-auth";
import { reportWhileWaiting, withinTime } from "../arm/abortable";
import { ArmError } from "../arm/arm-error";
import { isBearerToken } from "./bearer-token";
import { signInFailure } from "./sign-in-failure";

/** A token is renewed if less than this time of its validity is left. */
const RENEW_BEFORE_EXPIRY_MS = 300_000;
/** How long one attempt to get a token may take, in real milliseconds. */
const ATTEMPT_TIMEOUT_MS = 60_000;

export interface TokenSourceOptions {
  readonly credential: TokenCredential;
  readonly scope: string;
  /** Creates a credential without a cached token, for a token that Azure calls expired and this machine's clock does not. */
  readonly renewCredential?: (() => Promise<TokenCredential>) | undefined;
  /** Called while a token is awaited. */
  readonly note?: ((line: string) => void) | undefined;
}

/** Supplies the token for requests, and renews it. */
export class TokenSource {
  private token: AccessToken | undefined;
  private credential: TokenCredential;
  private claims: string | undefined;
  private pending: Promise<AccessToken> | undefined;

  constructor(private readonly options: TokenSourceOptions) {
    this.credential = options.credential;
  }

  /**
   * Returns a token that is valid for some minutes.
   * @throws ArmError if the attempt failed and may be retried
   * @throws HookError if the sign-in is refused
   */
  async get(signal: AbortSignal | undefined): Promise<string> {
    const left = (this.token?.expiresOnTimestamp ?? 0) - Date.now();
    const current = this.token;
    if (current && left > RENEW_BEFORE_EXPIRY_MS) return current.token;
    this.pending ??= this.attempt(signal).finally(() => {
      this.pending = undefined;
    });
    try {
      this.token = await this.pending;
      return this.token.token;
    } catch (error) {
      if (error instanceof ArmError && current && left > 0) return current.token;
      throw error;
    }
  }

  /** Drops a token that Azure refused. Returns whether another token may be accepted. */
  async renew(challenge: string | undefined): Promise<boolean> {
    this.claims = claimsIn(challenge);
    if (this.claims === undefined && !this.options.renewCredential) return false;
    this.token = undefined;
    if (this.options.renewCredential) this.credential = await this.options.renewCredential();
    return true;
  }

  private async attempt(signal: AbortSignal | undefined): Promise<AccessToken> {
    const late = (): Error =>
      new ArmError("cannot sign in", { code: "ETIMEDOUT", detail: "no token within 60 s", notSent: true });
    try {
      const attempt = withinTime(ATTEMPT_TIMEOUT_MS, late, signal, async (abortSignal) => {
        const claims = this.claims === undefined ? {} : { claims: this.claims };
        const token = await this.credential.getToken(this.options.scope, { abortSignal, enableCae: true, ...claims });
        if (!token || !isBearerToken(token.token)) throw new Error("the credential gave no token");
        this.claims = undefined;
        return fresh(token);
      });
      return await reportWhileWaiting(attempt, (seconds) => this.options.note?.(`no token for ${seconds} s; still waiting`));
    } catch (error) {
      throw signal?.aborted ? error : signInFailure(error);
    }
  }
}

/** Treats a new token as valid, even if this machine's clock is hours ahead and calls it expired. */
function fresh(token: AccessToken): AccessToken {
  const isOver = token.expiresOnTimestamp <= Date.now();
  return isOver ? { ...token, expiresOnTimestamp: Date.now() + 2 * RENEW_BEFORE_EXPIRY_MS } : token;
}

/** Reads the claims in a challenge of continuous access evaluation. */
function claimsIn(challenge: string | undefined): string | undefined {
  const encoded = /\bclaims="([^"]+)"/.exec(challenge ?? "")?.[1];
  return encoded === undefined ? undefined : Buffer.from(encoded, "base64").toString("utf8");
}
