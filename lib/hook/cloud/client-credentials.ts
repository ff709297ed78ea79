import type { AccessToken, GetTokenOptions, TokenCredential } from "@azure/core-auth";
import { ExitCode } from "../exit-code";
import { HookError } from "../hook-error";
import { ArmError } from "../vault/arm-error";
import type { Send } from "../vault/http";
import { fieldsOf, textOf } from "../vault/wire";

/** What a client proves itself with: the fields of a token request that are its own. */
export type Proof = { readonly client_secret: string } | { readonly client_assertion: string };

export interface ClientCredentialsOptions {
  readonly tokenEndpoint: string;
  readonly clientId: string;
  /** Asked for anew with each token, since assertions live for minutes. */
  readonly prove: () => Promise<Proof>;
  /** Sends the request, and again where no answer came: a token may be asked for twice. */
  readonly send: Send;
}

/** So much of a token's life is left when another one is asked for. */
const RENEWED_BEFORE_MS = 300_000;
const DEFAULT_LIFETIME_SECONDS = 3_600;
const JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/**
 * Tokens of Microsoft Entra for a client with a secret, a certificate or a federated token, by the one request that azurerm makes
 * too. `@azure/identity` looks the authority up first, and takes longer to load than all of a plan takes.
 */
export class ClientCredentials implements TokenCredential {
  private token: AccessToken | undefined;

  constructor(private readonly options: ClientCredentialsOptions) {}

  async getToken(scopes: string | string[], { abortSignal, claims }: GetTokenOptions = {}): Promise<AccessToken> {
    if (this.token && claims === undefined && this.token.expiresOnTimestamp - Date.now() > RENEWED_BEFORE_MS) return this.token;
    const { tokenEndpoint, clientId, prove, send } = this.options;
    const proof = await prove();
    const form = {
      grant_type: "client_credentials",
      client_id: clientId,
      scope: [scopes].flat().join(" "),
      ...proof,
      ...("client_assertion" in proof ? { client_assertion_type: JWT_BEARER } : {}),
      ...(claims === undefined ? {} : { claims }),
    };
    const signal = abortSignal as AbortSignal | undefined;
    const { status, body } = await send({ method: "POST", url: tokenEndpoint, about: "cannot sign in", form, signal });
    const fields = fieldsOf(body);
    const token = textOf(fields["access_token"]);
    if (status !== 200 || token === undefined)
      throw refusal(status, textOf(fields["error_description"]) ?? textOf(fields["error"]));
    const seconds = Number(fields["expires_in"]) || DEFAULT_LIFETIME_SECONDS;
    this.token = { token, expiresOnTimestamp: Date.now() + seconds * 1_000 };
    return this.token;
  }
}

/** Entra's own first sentence: what follows it are trace ids. Its errors are final, those of a service that is down are not. */
function refusal(status: number, description: string | undefined): Error {
  const detail = description?.split(/\r?\n/)[0]?.replace(/ (Trace ID|Correlation ID):.*$/, "") ?? "";
  if (status === 429 || status >= 500) return new ArmError("cannot sign in", { status, detail });
  const reason = detail === "" ? `the token endpoint answered ${status} without a token` : detail;
  return new HookError(ExitCode.notAuthenticated, `cannot sign in: ${reason}`);
}
