import type { TokenCredential } from "@azure/core-auth";
import type { HttpClient } from "@azure/core-rest-pipeline";
import { DefaultAzureCredential, ManagedIdentityCredential } from "@azure/identity";
import type { Cloud } from "./cloud";
import type { CredentialChoice } from "./credential-choice";

/** Prevents the library from reading the proxy variables by its own rules. The HTTP client replaces this proxy. */
const UNUSED_PROXY = { host: "http://proxy.invalid", port: 80 };

/**
 * Creates a credential of `@azure/identity`, for the methods that detect an identity. The HTTP client decides about proxy and certificates.
 */
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
