import type { TokenCredential } from "@azure/core-auth";
import { DefaultAzureCredential, ManagedIdentityCredential } from "@azure/identity";
import type { Cloud } from "./cloud";
import type { CredentialChoice } from "./credential-choice";

/** The credentials that are left to `@azure/identity`, which finds them by trying. */
export function libraryCredential(
  choice: Extract<CredentialChoice, { method: "managedIdentity" | "default" }>,
  cloud: Cloud,
): TokenCredential {
  switch (choice.method) {
    case "managedIdentity":
      return choice.clientId === undefined
        ? new ManagedIdentityCredential()
        : new ManagedIdentityCredential({ clientId: choice.clientId });
    case "default": {
      const authority = { authorityHost: `${cloud.loginEndpoint}/`, disableInstanceDiscovery: !cloud.instanceDiscovery };
      return new DefaultAzureCredential(choice.tenantId === undefined ? authority : { ...authority, tenantId: choice.tenantId });
    }
  }
}
