import type { TokenCredential } from "@azure/core-auth";
import { AzureCliCredential, DefaultAzureCredential, ManagedIdentityCredential } from "@azure/identity";
import type { Cloud } from "./cloud";
import type { CredentialChoice } from "./credential-choice";

/** The credentials that are left to `@azure/identity`. */
export function libraryCredential(
  choice: Extract<CredentialChoice, { method: "managedIdentity" | "azureCli" | "default" }>,
  cloud: Cloud,
): TokenCredential {
  switch (choice.method) {
    case "managedIdentity":
      return choice.clientId === undefined
        ? new ManagedIdentityCredential()
        : new ManagedIdentityCredential({ clientId: choice.clientId });
    case "azureCli": {
      // The CLI takes one of the two.
      const { tenantId, subscriptionId } = choice;
      if (tenantId !== undefined) return new AzureCliCredential({ tenantId });
      return new AzureCliCredential(subscriptionId === undefined ? {} : { subscription: subscriptionId });
    }
    case "default": {
      const authority = { authorityHost: `${cloud.loginEndpoint}/`, disableInstanceDiscovery: !cloud.instanceDiscovery };
      return new DefaultAzureCredential(choice.tenantId === undefined ? authority : { ...authority, tenantId: choice.tenantId });
    }
  }
}
