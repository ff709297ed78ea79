import type { TokenCredential } from "@azure/core-auth";
import { readFileSync } from "node:fs";
import type { Send } from "../arm/http";
import { clientCredentials, type Proof } from "./client-credentials";
import type { Cloud } from "./cloud";
import type { CredentialChoice } from "./credential-choice";
import { managedIdentityAt } from "./managed-identity";
import { type FetchAssertion, readAssertion } from "./oidc";

/** What a credential reaches for. */
export interface CredentialSurroundings {
  /** Sends what may be sent again. */
  readonly send: Send;
  /** The same without a proxy, for what is on the machine itself. */
  readonly sendDirectly: Send;
  readonly fetchAssertion: FetchAssertion;
}

/**
 * The credential that a choice stands for. `@azure/identity` is loaded for what is not one request: managed identities that
 * have to be found, the Azure CLI, and `DefaultAzureCredential`.
 */
export async function createCredential(
  choice: CredentialChoice,
  cloud: Cloud,
  { send, sendDirectly, fetchAssertion }: CredentialSurroundings,
): Promise<TokenCredential> {
  const client = (tenantId: string, clientId: string, prove: (tokenEndpoint: string) => Promise<Proof>): TokenCredential => {
    const tokenEndpoint = `${cloud.loginEndpoint}/${tenantId}/oauth2/v2.0/token`;
    return clientCredentials({ tokenEndpoint, clientId, send, prove: () => prove(tokenEndpoint) });
  };
  switch (choice.method) {
    case "clientCertificate": {
      const { certificatePem } = await import("./client-certificate.js");
      const { certificateAssertion } = await import("./certificate-assertion.js");
      const pem = await certificatePem(choice.certificate);
      return client(choice.tenantId, choice.clientId, (tokenEndpoint) =>
        Promise.resolve({ client_assertion: certificateAssertion(pem, choice.clientId, tokenEndpoint) }),
      );
    }
    case "clientSecret":
      return client(choice.tenantId, choice.clientId, () => Promise.resolve({ client_secret: choice.clientSecret }));
    case "oidc":
      return client(choice.tenantId, choice.clientId, async () => ({
        client_assertion: await readAssertion(choice.source, fetchAssertion, (path) => readFileSync(path, "utf8")),
      }));
    case "managedIdentityEndpoint":
      return managedIdentityAt(choice.endpoint, choice.clientId, sendDirectly);
    default: {
      const { libraryCredential } = await import("./library-credential.js");
      return libraryCredential(choice, cloud);
    }
  }
}
