import type { TokenCredential } from "@azure/core-auth";
import { readFileSync } from "node:fs";
import { certificatePem } from "./client-certificate";
import type { Cloud } from "./cloud";
import type { CredentialChoice } from "./credential-choice";
import { type FetchAssertion, readAssertion } from "./oidc";

/** The credential that a choice stands for; `@azure/identity` is loaded only here, once somebody has to sign in. */
export async function createCredential(
  choice: CredentialChoice,
  cloud: Cloud,
  fetchAssertion: FetchAssertion,
): Promise<TokenCredential> {
  const identity = await import("@azure/identity");
  const authority = { authorityHost: `${cloud.loginEndpoint}/`, disableInstanceDiscovery: !cloud.instanceDiscovery };
  switch (choice.method) {
    case "clientCertificate": {
      const certificate = await certificatePem(choice.certificate);
      return new identity.ClientCertificateCredential(choice.tenantId, choice.clientId, { certificate }, authority);
    }
    case "clientSecret":
      return new identity.ClientSecretCredential(choice.tenantId, choice.clientId, choice.clientSecret, authority);
    case "oidc":
      return new identity.ClientAssertionCredential(
        choice.tenantId,
        choice.clientId,
        () => readAssertion(choice.source, fetchAssertion, (path) => readFileSync(path, "utf8")),
        authority,
      );
    case "managedIdentity":
      return choice.clientId === undefined
        ? new identity.ManagedIdentityCredential()
        : new identity.ManagedIdentityCredential({ clientId: choice.clientId });
    case "azureCli":
      return new identity.AzureCliCredential(choice.tenantId === undefined ? {} : { tenantId: choice.tenantId });
    case "default":
      return new identity.DefaultAzureCredential(
        choice.tenantId === undefined ? authority : { ...authority, tenantId: choice.tenantId },
      );
  }
}
