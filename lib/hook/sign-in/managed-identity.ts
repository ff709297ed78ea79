import type { GetTokenOptions, TokenCredential } from "@azure/core-auth";
import type { Send } from "../arm/http";
import { accessTokenIn } from "./access-token";

/** The managed identity endpoint in `ARM_MSI_ENDPOINT`, called as azurerm does. */
export interface ManagedIdentityEndpoint {
  readonly url: string;
  readonly apiVersion: string;
}

/** Gets tokens of a managed identity from a named endpoint. `@azure/identity` only detects endpoints and accepts no name. */
export function managedIdentityAt(
  { url, apiVersion }: ManagedIdentityEndpoint,
  clientId: string | undefined,
  send: Send,
): TokenCredential {
  return {
    getToken: async (scopes, { abortSignal }: GetTokenOptions = {}) => {
      const target = new URL(url);
      const resource = [scopes]
        .flat()
        .join(" ")
        .replace(/\/\.default$/, "");
      const query = { "api-version": apiVersion, resource, ...(clientId === undefined ? {} : { client_id: clientId }) };
      for (const [name, value] of Object.entries(query)) target.searchParams.set(name, value);
      const request = { method: "GET", url: target.href, about: "cannot sign in", headers: { Metadata: "true" } } as const;
      return accessTokenIn(await send({ ...request, plainHttp: true, signal: abortSignal as AbortSignal | undefined }));
    },
  };
}
