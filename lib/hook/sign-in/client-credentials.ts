import type { GetTokenOptions, TokenCredential } from "@azure/core-auth";
import type { HttpAnswer, Send } from "../arm/http";
import { asObject, asString } from "../arm/json";
import { accessTokenIn } from "./access-token";

/** What a client proves itself with: the fields of a token request that are its own. */
export type Proof = { readonly client_secret: string } | { readonly client_assertion: string };

export interface ClientCredentialsOptions {
  readonly tokenEndpoint: string;
  readonly clientId: string;
  /** Asked for anew with each token, since assertions live for minutes. */
  readonly prove: (signal: AbortSignal | undefined) => Promise<Proof>;
  /** Sends the request once. */
  readonly send: Send;
}

const JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/**
 * Tokens of Microsoft Entra for a client with a secret, a certificate or a federated token, by the one request that azurerm makes
 * too. `@azure/identity` looks the authority up first, and takes longer to load than all of a plan takes.
 */
export function clientCredentials({ tokenEndpoint, clientId, prove, send }: ClientCredentialsOptions): TokenCredential {
  return {
    getToken: async (scopes, { abortSignal, claims }: GetTokenOptions = {}) => {
      const signal = abortSignal as AbortSignal | undefined;
      const ask = async (): Promise<HttpAnswer> => {
        const proof = await prove(signal);
        const form = {
          grant_type: "client_credentials",
          client_id: clientId,
          scope: [scopes].flat().join(" "),
          ...proof,
          ...("client_assertion" in proof ? { client_assertion_type: JWT_BEARER } : {}),
          ...(claims === undefined ? {} : { claims }),
        };
        return send({ method: "POST", url: tokenEndpoint, about: "cannot sign in", form, signal });
      };
      const answer = await ask();
      return accessTokenIn(isOfOtherTime(answer) ? await ask() : answer);
    },
  };
}

/** Whether an assertion is refused for its time. The answer has told Azure's time by then, by which another assertion is made. */
function isOfOtherTime({ body }: HttpAnswer): boolean {
  return asString(asObject(body)["error_description"])?.startsWith("AADSTS700024") ?? false;
}
