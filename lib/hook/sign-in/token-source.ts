import type { AccessToken, TokenCredential } from "@azure/core-auth";
import { whileWaiting, withinTime } from "../arm/abortable";
import { ArmError } from "../arm/arm-error";
import { signInFailure } from "./sign-in-failure";

/** A token is renewed when so much of its life is left. */
const RENEWED_BEFORE_MS = 300_000;
/** How long one attempt to get a token may take, in real milliseconds. */
const ATTEMPT_TIMEOUT_MS = 60_000;

export interface TokenSourceOptions {
  readonly credential: TokenCredential;
  readonly scope: string;
  /** Makes a credential anew, one that remembers no token: for a token that Azure calls expired and this machine's clock does not. */
  readonly renewCredential?: (() => Promise<TokenCredential>) | undefined;
  /** Told that a token is still waited for. */
  readonly note?: ((line: string) => void) | undefined;
}

/** The token that requests are signed in with. */
export class TokenSource {
  private token: AccessToken | undefined;
  private credential: TokenCredential;
  private claims: string | undefined;
  private pending: Promise<AccessToken> | undefined;

  constructor(private readonly options: TokenSourceOptions) {
    this.credential = options.credential;
  }

  /**
   * A token that is valid for some minutes.
   * @throws ArmError if an attempt failed that may be repeated, HookError if the sign-in is refused
   */
  async get(signal: AbortSignal | undefined): Promise<string> {
    const left = (this.token?.expiresOnTimestamp ?? 0) - Date.now();
    const current = this.token;
    if (current && left > RENEWED_BEFORE_MS) return current.token;
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

  /** Drops the token after Azure has refused it with a challenge; returns whether another one may do. */
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
        if (!token?.token) throw new Error("the credential gave no token");
        this.claims = undefined;
        return fresh(token);
      });
      return await whileWaiting(attempt, (seconds) => this.options.note?.(`no token for ${seconds} s; still waiting`));
    } catch (error) {
      throw signal?.aborted ? error : signInFailure(error);
    }
  }
}

/** A token that was just handed out is valid, whatever a clock of this machine that is hours ahead says of the end of its life. */
function fresh(token: AccessToken): AccessToken {
  const isOver = token.expiresOnTimestamp <= Date.now();
  return isOver ? { ...token, expiresOnTimestamp: Date.now() + 2 * RENEWED_BEFORE_MS } : token;
}

/** What Azure wants to be proven beyond the usual, in a challenge of continuous access evaluation. */
function claimsIn(challenge: string | undefined): string | undefined {
  const encoded = /\bclaims="([^"]+)"/.exec(challenge ?? "")?.[1];
  return encoded === undefined ? undefined : Buffer.from(encoded, "base64").toString("utf8");
}
