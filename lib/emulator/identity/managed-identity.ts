import { caseFold } from "../../azure/case-fold";
import type { App } from "../app";
import type { Context } from "../context";
import { findPrincipal } from "./principals";
import { TOKEN_LIFETIME_SECONDS, issueToken } from "./tokens";

interface TokenRoute {
  Querystring: { "api-version"?: string; resource?: string; client_id?: string };
}

/** The path at which a VM requests tokens. On a VM, the host is `http://169.254.169.254`, without TLS. */
const MANAGED_IDENTITY_PATH = "/metadata/identity/oauth2/token";
const API_VERSIONS = ["2018-02-01", "2019-08-01", "2021-02-01"];

/**
 * Serves the endpoint of managed identities. The system-assigned identity is the account's principal; user-assigned ones are the
 * other principals.
 */
export function serveManagedIdentity(app: App, context: Context): void {
  app.get<TokenRoute>(MANAGED_IDENTITY_PATH, ({ headers, query }, reply) => {
    const refuse = (description: string) => reply.status(400).send({ error: "invalid_request", error_description: description });
    if (headers["x-forwarded-for"] !== undefined || caseFold(String(headers["metadata"] ?? "")) !== "true") {
      return refuse("Required metadata header not specified");
    }
    const { "api-version": version = "", resource, client_id: clientId = context.account.clientId } = query;
    if (!API_VERSIONS.includes(version)) return refuse(`Invalid api-version '${version}': use one of ${API_VERSIONS.join(", ")}`);
    if (!resource) return refuse("Required query variable 'resource' is missing");
    const principal = findPrincipal(context, clientId);
    if (!principal) return refuse("Identity not found");
    const expiresOn = Math.floor(context.clock.clientNow() / 1_000) + TOKEN_LIFETIME_SECONDS;
    return reply.header("Cache-Control", "no-store").send({
      access_token: issueToken(context, resource.replace(/\/+$/, ""), principal),
      client_id: principal.clientId,
      // These numbers are strings here, unlike those of Entra's token endpoint.
      expires_in: String(TOKEN_LIFETIME_SECONDS),
      expires_on: String(expiresOn),
      ext_expires_in: String(TOKEN_LIFETIME_SECONDS),
      not_before: String(expiresOn - TOKEN_LIFETIME_SECONDS),
      resource,
      token_type: "Bearer",
    });
  });
}
