import type { TokenCredential } from "@azure/core-auth";
import type { HttpClient } from "@azure/core-rest-pipeline";
import { DefaultAzureCredential, ManagedIdentityCredential } from "@azure/identity";
import type { Cloud } from "./cloud";
import type { CredentialChoice } from "./credential-choice";

/** Keeps the library from reading the variables of proxies by rules of its own; the client takes it back. */
const UNUSED_PROXY = { host: "http://proxy.invalid", port: 80 };

/** The credentials that are left to `@azure/identity`, which finds them by trying. The client decides by which network. */
export function libraryCredential(
  choice: Extract<CredentialChoice, { method: "managedIdentity" | "default" }>,
  cloud: Cloud,
  httpClient: HttpClient,
): TokenCredential {
  const options = { httpClient, proxyOptions: UNUSED_PROXY };
  switch (choice.method) {
    case "managedIdentity":
      return choice.clientId === undefined
        ? new ManagedIdentityCredential(options)
        : new ManagedIdentityCredential({ ...options, clientId: choice.clientId });
    case "default": {
      const authorityHost = `${cloud.loginEndpoint}/`;
      const authority = { ...options, authorityHost, disableInstanceDiscovery: !cloud.instanceDiscovery };
      return new DefaultAzureCredential(choice.tenantId === undefined ? authority : { ...authority, tenantId: choice.tenantId });
    }
  }
}
