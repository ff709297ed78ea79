import type { App } from "../app";
import type { Context } from "../context";
import { LOCATIONS } from "./locations";
import { metadataVersionUnknown } from "../errors/arm-errors";

/** Serves the description of the cloud, which clients read before they have a token. */
export function serveMetadata(app: App, context: Context): void {
  app.get<{ Querystring: Record<string, string | undefined> }>("/metadata/endpoints", (request) => {
    const version = request.query["api-version"];
    switch (version) {
      case "2022-09-01":
        return endpoints(context.origin);
      case "2018-01-01":
        // azurerm finds its cloud by the endpoint, written without a scheme.
        return { cloudEndpoint: { public: { endpoint: new URL(context.origin).host, locations: LOCATIONS } } };
      default:
        throw metadataVersionUnknown(version ?? "");
    }
  });
}

function endpoints(origin: string): Record<string, unknown> {
  return {
    name: "AzureCloud",
    portal: origin,
    resourceManager: origin,
    microsoftGraphResourceId: `${origin}/graph`,
    graphAudience: `${origin}/graph`,
    authentication: { loginEndpoint: origin, audiences: [origin], tenant: "common", identityProvider: "AAD" },
    suffixes: { storage: "core.windows.net", keyVaultDns: "vault.azure.net" },
  };
}
