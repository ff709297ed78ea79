import type { TokenCredential } from "@azure/core-auth";
import { readFileSync } from "node:fs";
import type { Send } from "../arm/http";
import { clientOf } from "../arm/network";
import { decodedText } from "../decoded-text";
import { clientCredentials, type Proof } from "./client-credentials";
import type { Cloud } from "./cloud";
import type { CredentialChoice } from "./credential-choice";
import { managedIdentityAt } from "./managed-identity";
import { readAssertion } from "./oidc";

/** The functions that a credential uses. */
export interface CredentialAccess {
  readonly send: Send;
  /** Sends without a proxy, for endpoints on this machine. */
  readonly sendDirectly: Send;
  /** Returns Azure's time, once an answer has supplied it. */
  readonly now: () => Date;
}

/** Creates the chosen credential. Rarely used modules are loaded only if needed. */
export async function createCredential(
  choice: CredentialChoice,
  cloud: Cloud,
  { send, sendDirectly, now }: CredentialAccess,
): Promise<TokenCredential> {
  type Prove = (tokenEndpoint: string, signal: AbortSignal | undefined) => Promise<Proof>;
  const client = (tenantId: string, clientId: string, prove: Prove): TokenCredential => {
    const tokenEndpoint = `${cloud.loginEndpoint}/${tenantId}/oauth2/v2.0/token`;
    return clientCredentials({ tokenEndpoint, clientId, send, prove: (signal) => prove(tokenEndpoint, signal) });
  };
  switch (choice.method) {
    case "clientCertificate": {
      const { certificatePem } = await import("./client-certificate.js");
      const { certificateAssertion } = await import("./certificate-assertion.js");
      const pem = await certificatePem(choice.certificate);
      return client(choice.tenantId, choice.clientId, (tokenEndpoint) =>
        Promise.resolve({ client_assertion: certificateAssertion(pem, choice.clientId, tokenEndpoint, now()) }),
      );
    }
    case "clientSecret":
      return client(choice.tenantId, choice.clientId, () => Promise.resolve({ client_secret: choice.clientSecret }));
    case "oidc":
      return client(choice.tenantId, choice.clientId, async (_, signal) => ({
        client_assertion: await readAssertion(choice.source, {
          send,
          readText: (path) => decodedText(readFileSync(path)),
          signal,
        }),
      }));
    case "managedIdentityEndpoint":
      return managedIdentityAt(choice.endpoint, choice.clientId, sendDirectly);
    case "azureCli": {
      const { azureCli } = await import("./azure-cli.js");
      return azureCli(choice);
    }
    default: {
      const { libraryCredential } = await import("./library-credential.js");
      return libraryCredential(choice, cloud, clientOf(process.env, { proxied: choice.method !== "managedIdentity" }));
    }
  }
}
