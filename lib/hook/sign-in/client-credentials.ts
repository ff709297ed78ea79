import type { GetTokenOptions, TokenCredential } from "@azure/core-auth";
import type { HttpAnswer, Send } from "../arm/http";
import { asObject, asString } from "../arm/json";
import { accessTokenIn } from "./access-token";

/** The proof of a client's identity: the fields of a token request that differ by credential. */
export type Proof = { readonly client_secret: string } | { readonly client_assertion: string };

export interface ClientCredentialsOptions {
  readonly tokenEndpoint: string;
  readonly clientId: string;
  /** Called for each token, since an assertion is valid for minutes only. */
  readonly prove: (signal: AbortSignal | undefined) => Promise<Proof>;
  /** Sends the request once. */
  readonly send: Send;
}

const JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/**
 * Gets Microsoft Entra tokens for a client with a secret, a certificate or a federated token, with the same single request as azurerm.
 * `@azure/identity` first looks up the authority, and takes longer to load than a whole plan takes.
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
      return accessTokenIn(isRefusedForTime(answer) ? await ask() : answer);
    },
  };
}

/** Whether an assertion was refused because of its time. The clock has Azure's time by then, so another assertion may succeed. */
function isRefusedForTime({ body }: HttpAnswer): boolean {
  return asString(asObject(body)["error_description"])?.startsWith("AADSTS700024") ?? false;
}
