import { ExitCode } from "../../contract/exit-code";
import { HookError } from "../hook-error";
import { parseUrl } from "../arm/parse-url";
import type { ClientCertificate } from "./client-certificate";
import { excerptOf } from "../outgoing/foreign-text";
import { isBearerToken } from "./bearer-token";
import { agreed, EnvironmentValues, type ReadBytes, type Value } from "./environment-values";
import type { ManagedIdentityEndpoint } from "./managed-identity";

/** The source of the assertion for an OIDC sign-in. */
export type OidcSource =
  | { readonly kind: "token"; readonly token: string }
  | { readonly kind: "tokenFile"; readonly path: string }
  | {
      readonly kind: "azurePipelines";
      readonly requestUrl: string;
      readonly serviceConnectionId: string;
      readonly accessToken: string;
    }
  | { readonly kind: "github"; readonly requestUrl: string; readonly requestToken: string };

/** The credential that a run signs in with. */
export type CredentialChoice =
  | {
      readonly method: "clientCertificate";
      readonly tenantId: string;
      readonly clientId: string;
      readonly certificate: ClientCertificate;
    }
  | { readonly method: "clientSecret"; readonly tenantId: string; readonly clientId: string; readonly clientSecret: string }
  | { readonly method: "oidc"; readonly tenantId: string; readonly clientId: string; readonly source: OidcSource }
  | { readonly method: "managedIdentity"; readonly clientId: string | undefined }
  | {
      readonly method: "managedIdentityEndpoint";
      readonly clientId: string | undefined;
      readonly endpoint: ManagedIdentityEndpoint;
    }
  /** The subscription selects the CLI's account if there is no tenant. */
  | { readonly method: "azureCli"; readonly tenantId: string | undefined; readonly subscriptionId: string | undefined }
  | { readonly method: "default"; readonly tenantId: string | undefined };

/** The credential settings that a stack may contain instead of the environment. */
export interface CredentialSettings {
  readonly tenantId?: string | undefined;
  readonly clientId?: string | undefined;
  readonly subscriptionId?: string | undefined;
  readonly method?: string | undefined;
}

/** The api-version that azurerm sends to a managed identity endpoint. */
const MSI_API_VERSION = "2018-02-01";

/**
 * Chooses the credential as azurerm does, so that a deployment and its hook use the same identity: client certificate, client secret, OIDC,
 * managed identity, and the Azure CLI last. If the stack names a method, only that one is considered.
 * @throws HookError if no credential is found, or two variables contradict each other
 */
export function chooseCredential(settings: CredentialSettings, env: NodeJS.ProcessEnv, readBytes: ReadBytes): CredentialChoice {
  const values = new EnvironmentValues(env, readBytes);
  const aks = values.isOn("ARM_USE_AKS_WORKLOAD_IDENTITY");
  const ofAks = (value: Value): Value[] => (aks ? [value] : []);
  const variable = (name: string): Value => values.variable(name);
  const tenantId = settings.tenantId ?? agreed(variable("ARM_TENANT_ID"), ...ofAks(variable("AZURE_TENANT_ID")));
  const clientId =
    settings.clientId ??
    agreed(variable("ARM_CLIENT_ID"), values.file("ARM_CLIENT_ID_FILE_PATH"), ...ofAks(variable("AZURE_CLIENT_ID")));
  requireName(tenantId, "ARM_TENANT_ID", "the id or a domain of the tenant");
  requireName(clientId, "ARM_CLIENT_ID", "the id of the client");
  const considers = (method: string): boolean => settings.method === undefined || settings.method === method;

  if (considers("clientCertificate") && tenantId && clientId) {
    const certificate = clientCertificate(values);
    if (certificate) return { method: "clientCertificate", tenantId, clientId, certificate };
  }
  if (considers("clientSecret") && tenantId && clientId) {
    const clientSecret = agreed(variable("ARM_CLIENT_SECRET"), values.file("ARM_CLIENT_SECRET_FILE_PATH"));
    if (clientSecret) return { method: "clientSecret", tenantId, clientId, clientSecret };
  }
  const oidcIsOn = values.isOn("ARM_USE_OIDC") || aks || settings.method === "oidc";
  if (considers("oidc") && oidcIsOn && tenantId && clientId) {
    const source = oidcSource(values, aks);
    if (source) return { method: "oidc", tenantId, clientId, source };
  }
  if (considers("managedIdentity") && (values.isOn("ARM_USE_MSI") || settings.method === "managedIdentity")) {
    const endpoint = managedIdentityEndpoint(values);
    return endpoint ? { method: "managedIdentityEndpoint", clientId, endpoint } : { method: "managedIdentity", clientId };
  }
  if (settings.method === "default") return { method: "default", tenantId };
  if (settings.method === "azureCli" || (settings.method === undefined && !values.isOff("ARM_USE_CLI"))) {
    const subscriptionId = settings.subscriptionId ?? values.text("ARM_SUBSCRIPTION_ID");
    return { method: "azureCli", tenantId, subscriptionId };
  }
  throw new HookError(ExitCode.notAuthenticated, missing(settings.method, tenantId, clientId, env));
}

/** Describes the identity for the first line of a run, without secrets. */
export function describeChoice(choice: CredentialChoice): string {
  const tenant = "tenantId" in choice && choice.tenantId ? `, tenant ${choice.tenantId}` : "";
  const client = "clientId" in choice && choice.clientId ? ` of client ${choice.clientId}` : "";
  return `${METHODS[choice.method]}${client}${tenant}`;
}

const METHODS = {
  clientCertificate: "client certificate",
  clientSecret: "client secret",
  oidc: "OIDC",
  managedIdentity: "managed identity",
  managedIdentityEndpoint: "managed identity",
  azureCli: "Azure CLI",
  default: "DefaultAzureCredential",
} as const;

/** The variable takes precedence over the file, as in azurerm. */
function clientCertificate(values: EnvironmentValues): ClientCertificate | undefined {
  const password = values.exact("ARM_CLIENT_CERTIFICATE_PASSWORD");
  const encoded = values.text("ARM_CLIENT_CERTIFICATE");
  if (encoded) return { source: "ARM_CLIENT_CERTIFICATE", content: Buffer.from(encoded, "base64"), password };
  const content = values.bytes("ARM_CLIENT_CERTIFICATE_PATH");
  return content && { source: "ARM_CLIENT_CERTIFICATE_PATH", content, password };
}

/**
 * Returns the source of the OIDC token. A file is preferred, and read at each sign-in, since Kubernetes renews it. A token variable beside
 * it must have the same text.
 */
function oidcSource(values: EnvironmentValues, aks: boolean): OidcSource | undefined {
  const files = ["ARM_OIDC_TOKEN_FILE_PATH", ...(aks ? ["AZURE_FEDERATED_TOKEN_FILE"] : [])];
  const token = agreed(values.variable("ARM_OIDC_TOKEN"), ...files.map((name) => values.file(name)));
  const path = values.firstOf(files);
  if (path !== undefined) return { kind: "tokenFile", path };
  if (token !== undefined) return { kind: "token", token };
  const requestToken = oidcRequestToken(values);
  const requestUrl = oidcRequestUrl(values);
  const serviceConnectionId = values.firstOf([
    "ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID",
    "ARM_OIDC_AZURE_SERVICE_CONNECTION_ID",
    "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID",
  ]);
  if (!requestToken || !requestUrl) return undefined;
  return serviceConnectionId
    ? { kind: "azurePipelines", requestUrl, serviceConnectionId, accessToken: requestToken }
    : { kind: "github", requestUrl, requestToken };
}

function oidcRequestToken(values: EnvironmentValues): string | undefined {
  const given = values.firstValueOf(["ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "SYSTEM_ACCESSTOKEN"]);
  if (given === undefined || isBearerToken(given.text)) return given?.text;
  throw new HookError(
    ExitCode.badInput,
    `${given.source} must be a token, got a text that is not valid in an HTTP header; check the variable`,
  );
}

/** Errors do not quote the URL, because it may contain a token. */
function oidcRequestUrl(values: EnvironmentValues): string | undefined {
  const given = values.firstValueOf(["ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL", "SYSTEM_OIDCREQUESTURI"]);
  if (given === undefined || parseUrl(given.text)?.protocol === "https:") return given?.text;
  throw new HookError(ExitCode.badInput, `${given.source} must be an https URL, got another value; check the variable`);
}

/** Checks a part of a URL or a form: it must not change the URL's path or host. */
function requireName(text: string | undefined, source: string, what: string): void {
  if (text === undefined || /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(text)) return;
  throw new HookError(
    ExitCode.badInput,
    `${source} must be ${what}, got '${excerptOf(text, 80)}'; check the variable or the stack's credential`,
  );
}

function managedIdentityEndpoint(values: EnvironmentValues): ManagedIdentityEndpoint | undefined {
  const url = values.text("ARM_MSI_ENDPOINT");
  if (url === undefined) return undefined;
  if (/^https?:\/\//.test(url) && parseUrl(url)) {
    return { url, apiVersion: values.text("ARM_MSI_API_VERSION") ?? MSI_API_VERSION };
  }
  throw new HookError(
    ExitCode.badInput,
    `ARM_MSI_ENDPOINT must be a URL such as http://169.254.169.254/metadata/identity/oauth2/token, got '${url}'; unset it to detect the endpoint`,
  );
}

function missing(
  method: string | undefined,
  tenantId: string | undefined,
  clientId: string | undefined,
  env: NodeJS.ProcessEnv,
): string {
  const lacking = [!tenantId && "ARM_TENANT_ID", !clientId && "ARM_CLIENT_ID"].filter((name) => name !== false);
  const incomplete =
    env["ARM_CLIENT_SECRET"] && lacking.length > 0 ? ` (ARM_CLIENT_SECRET is set without ${lacking.join(" and ")})` : "";
  const wanted =
    method === undefined ? "no credential was found" : `the credential method '${method}' is set, but its variables are not`;
  return `${wanted}${incomplete}; set ARM_TENANT_ID, ARM_CLIENT_ID and ARM_CLIENT_SECRET or ARM_CLIENT_CERTIFICATE_PATH, or ARM_USE_OIDC or ARM_USE_MSI, or sign in with 'az login' and leave ARM_USE_CLI unset`;
}
