import { randomUUID } from "node:crypto";
import type { FastifyReply } from "fastify";
import { caseFold } from "../../azure/case-fold";
import type { App } from "../app";
import type { Context } from "../context";
import { assertionRefusal } from "./client-assertion";
import { serveManagedIdentity } from "./managed-identity";
import { findPrincipal, type SignedIn } from "./principals";
import { TOKEN_LIFETIME_SECONDS, issueToken } from "./tokens";
import {
  type EntraError,
  applicationNotFound,
  assertionTypeInvalid,
  grantUnsupported,
  scopeInvalid,
  secretInvalid,
  tenantNotFound,
} from "../errors/entra-errors";

interface TenantRoute {
  Params: { tenant: string };
}

interface TokenRoute extends TenantRoute {
  Body: Record<string, string> | undefined;
}

/**
 * The path segment of an AD FS authority, in the place of the tenant. The Azure CLI looks up every other authority at Microsoft
 * first.
 */
const ADFS = "adfs";
const SCOPES_OF_OPENID = ["openid", "profile", "email", "offline_access"];
const JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** Serves the endpoints of Microsoft Entra ID and of an AD FS: discovery, and tokens for a client secret or an assertion. */
export function serveIdentity(app: App, context: Context): void {
  for (const version of ["", "/v2.0"]) {
    app.get<TenantRoute>(`/:tenant${version}/.well-known/openid-configuration`, (request) =>
      discoveryDocument(context.origin, request.params.tenant),
    );
  }

  app.post<TokenRoute>("/:tenant/oauth2/v2.0/token", (request, reply) => {
    const form = request.body ?? {};
    return answer(reply, form, refusalOf(context, request.params.tenant, form, request.url));
  });

  // Version 1 has a resource instead of a scope. An AD FS has only version 1.
  app.post<TokenRoute>("/:tenant/oauth2/token", (request, reply) => {
    const { resource, scope = `${resource ?? ""}/.default`, ...rest } = request.body ?? {};
    const form = { ...rest, scope };
    const { tenant } = request.params;
    return answer(
      reply,
      form,
      refusalOf(context, caseFold(tenant) === ADFS ? context.account.tenantId : tenant, form, request.url),
    );
  });

  serveManagedIdentity(app, context);

  function answer(reply: FastifyReply, form: Record<string, string>, refusal: EntraError | undefined): FastifyReply {
    if (refusal) return reply.status(refusal.status).send(errorDocument(context, refusal));
    const resource = (resourceScopeOf(form["scope"]) ?? "").replace(/\/\.default$/, "").replace(/\/+$/, "");
    return reply.header("Cache-Control", "no-store").send({
      token_type: "Bearer",
      expires_in: TOKEN_LIFETIME_SECONDS,
      ext_expires_in: TOKEN_LIFETIME_SECONDS,
      access_token: issueToken(context, resource, findPrincipal(context, form["client_id"])),
    });
  }
}

/** Returns the one scope of a resource. MSAL adds the OpenID scopes to every request. */
function resourceScopeOf(scopes = ""): string | undefined {
  const asked = scopes.split(" ").filter((scope) => !SCOPES_OF_OPENID.includes(scope));
  return asked.length === 1 && asked[0]?.endsWith("/.default") ? asked[0] : undefined;
}

function refusalOf(context: Context, tenant: string, form: Record<string, string>, path: string): EntraError | undefined {
  const { account } = context;
  if (tenant.toLowerCase() !== account.tenantId.toLowerCase()) {
    return tenantNotFound(tenant);
  }
  if (form["grant_type"] !== "client_credentials") {
    return grantUnsupported(form["grant_type"] ?? "");
  }
  const principal = findPrincipal(context, form["client_id"]);
  if (!principal) {
    return applicationNotFound(form["client_id"] ?? "", tenant);
  }
  const assertion = form["client_assertion"];
  if (assertion !== undefined) {
    const refusal = assertionRefusalOf(context, principal, form["client_assertion_type"], assertion, path);
    if (refusal) return refusal;
  } else if (form["client_secret"] !== principal.clientSecret) {
    return secretInvalid(principal.clientId);
  }
  if (resourceScopeOf(form["scope"]) === undefined) {
    return scopeInvalid(form["scope"] ?? "");
  }
  return undefined;
}

function assertionRefusalOf(
  { clock, origin }: Context,
  application: SignedIn,
  type: string | undefined,
  assertion: string,
  path: string,
): EntraError | undefined {
  if (type !== JWT_BEARER) {
    return assertionTypeInvalid(JWT_BEARER, type ?? "");
  }
  const audiences = [`${origin}${path}`, `${origin}${path.replace(/\/oauth2\/.*$/, "/v2.0")}`];
  return assertionRefusal(assertion, { application, audiences, now: clock.clientNow(), azureNow: clock.now() });
}

function errorDocument({ clock, origin }: Context, { error, number, text }: EntraError): Record<string, unknown> {
  const trace = randomUUID();
  const correlation = randomUUID();
  const timestamp = new Date(clock.clientNow()).toISOString().replace("T", " ").replace(/\.\d+/, "");
  return {
    error,
    error_description: `AADSTS${number}: ${text} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
    error_codes: [number],
    timestamp,
    trace_id: trace,
    correlation_id: correlation,
    error_uri: `${origin}/error?code=${number}`,
  };
}

function discoveryDocument(origin: string, tenant: string): Record<string, unknown> {
  const authority = `${origin}/${tenant}`;
  if (caseFold(tenant) === ADFS) return federationDocument(authority);
  return {
    token_endpoint: `${authority}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt"],
    jwks_uri: `${authority}/discovery/v2.0/keys`,
    response_modes_supported: ["query", "fragment", "form_post"],
    subject_types_supported: ["pairwise"],
    id_token_signing_alg_values_supported: ["RS256"],
    response_types_supported: ["code", "id_token", "code id_token", "id_token token"],
    scopes_supported: SCOPES_OF_OPENID,
    issuer: `${authority}/v2.0`,
    authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
    device_authorization_endpoint: `${authority}/oauth2/v2.0/devicecode`,
    end_session_endpoint: `${authority}/oauth2/v2.0/logout`,
  };
}

function federationDocument(authority: string): Record<string, unknown> {
  return {
    issuer: authority,
    authorization_endpoint: `${authority}/oauth2/authorize`,
    token_endpoint: `${authority}/oauth2/token`,
    device_authorization_endpoint: `${authority}/oauth2/devicecode`,
    jwks_uri: `${authority}/discovery/keys`,
    token_endpoint_auth_methods_supported: ["client_secret_post"],
    response_types_supported: ["code", "id_token"],
    grant_types_supported: ["client_credentials"],
  };
}
