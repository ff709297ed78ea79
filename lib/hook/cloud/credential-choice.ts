import { ExitCode } from "../exit-code";
import { HookError } from "../hook-error";
import type { ClientCertificate } from "./client-certificate";

/** Where the assertion of an OIDC sign-in comes from. */
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

/** The one way of signing in that a run uses. */
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
  | { readonly method: "azureCli"; readonly tenantId: string | undefined }
  | { readonly method: "default"; readonly tenantId: string | undefined };

/** The credential settings that a stack may carry instead of the environment. */
export interface CredentialSettings {
  readonly tenantId?: string | undefined;
  readonly clientId?: string | undefined;
  readonly method?: string | undefined;
}

/** Reads a small text file, such as one that holds a secret. */
export type ReadText = (path: string) => string;

/** Reads a small file. */
export type ReadBytes = (path: string) => Buffer;

/**
 * Picks the credential as azurerm does, so that a deployment and its hook are never two principals: client certificate,
 * client secret, OIDC, managed identity, and the Azure CLI last. A method the stack names is the only one considered.
 */
export function chooseCredential(settings: CredentialSettings, env: NodeJS.ProcessEnv, readBytes: ReadBytes): CredentialChoice {
  const readText: ReadText = (path) => readBytes(path).toString("utf8");
  const tenantId = settings.tenantId ?? nonEmpty(env["ARM_TENANT_ID"]);
  const clientId = settings.clientId ?? nonEmpty(env["ARM_CLIENT_ID"]) ?? textOf(env["ARM_CLIENT_ID_FILE_PATH"], readText);
  const considers = (method: string): boolean => settings.method === undefined || settings.method === method;

  if (considers("clientCertificate") && tenantId && clientId) {
    const certificate = clientCertificate(env, readBytes);
    if (certificate) return { method: "clientCertificate", tenantId, clientId, certificate };
  }
  if (considers("clientSecret") && tenantId && clientId) {
    const clientSecret = nonEmpty(env["ARM_CLIENT_SECRET"]) ?? textOf(env["ARM_CLIENT_SECRET_FILE_PATH"], readText);
    if (clientSecret) return { method: "clientSecret", tenantId, clientId, clientSecret };
  }
  if (considers("oidc") && (isOn(env["ARM_USE_OIDC"]) || settings.method === "oidc") && tenantId && clientId) {
    const source = oidcSource(env);
    if (source) return { method: "oidc", tenantId, clientId, source };
  }
  if (considers("managedIdentity") && (isOn(env["ARM_USE_MSI"]) || settings.method === "managedIdentity")) {
    return { method: "managedIdentity", clientId };
  }
  if (settings.method === "default") return { method: "default", tenantId };
  if (settings.method === "azureCli" || (settings.method === undefined && !isOff(env["ARM_USE_CLI"]))) {
    return { method: "azureCli", tenantId };
  }
  throw new HookError(ExitCode.notAuthenticated, missing(settings.method, tenantId, clientId, env));
}

/** Who signs in, for the first line of a run: no secret is part of it. */
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
  azureCli: "Azure CLI",
  default: "DefaultAzureCredential",
} as const;

/** The variable decides before the file, as in azurerm. */
function clientCertificate(env: NodeJS.ProcessEnv, readBytes: ReadBytes): ClientCertificate | undefined {
  const password = nonEmpty(env["ARM_CLIENT_CERTIFICATE_PASSWORD"]);
  const encoded = nonEmpty(env["ARM_CLIENT_CERTIFICATE"]);
  if (encoded) return { source: "ARM_CLIENT_CERTIFICATE", content: Buffer.from(encoded, "base64"), password };
  const path = nonEmpty(env["ARM_CLIENT_CERTIFICATE_PATH"]);
  return path ? { source: "ARM_CLIENT_CERTIFICATE_PATH", content: readBytes(path), password } : undefined;
}

function oidcSource(env: NodeJS.ProcessEnv): OidcSource | undefined {
  const token = nonEmpty(env["ARM_OIDC_TOKEN"]);
  if (token) return { kind: "token", token };
  const path = firstOf(env, ["ARM_OIDC_TOKEN_FILE_PATH", "AZURE_FEDERATED_TOKEN_FILE"]);
  if (path) return { kind: "tokenFile", path };
  const requestToken = firstOf(env, ["ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "SYSTEM_ACCESSTOKEN"]);
  const requestUrl = firstOf(env, ["ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL", "SYSTEM_OIDCREQUESTURI"]);
  const serviceConnectionId = firstOf(env, [
    "ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID",
    "ARM_OIDC_AZURE_SERVICE_CONNECTION_ID",
    "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID",
  ]);
  if (!requestToken || !requestUrl) return undefined;
  return serviceConnectionId
    ? { kind: "azurePipelines", requestUrl, serviceConnectionId, accessToken: requestToken }
    : { kind: "github", requestUrl, requestToken };
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
    method === undefined
      ? "no credential was found"
      : `the credential method '${method}' was asked for, but its variables are not set`;
  return `${wanted}${incomplete}; set ARM_TENANT_ID, ARM_CLIENT_ID and ARM_CLIENT_SECRET or ARM_CLIENT_CERTIFICATE_PATH, or ARM_USE_OIDC or ARM_USE_MSI, or sign in with 'az login' and leave ARM_USE_CLI unset`;
}

function firstOf(env: NodeJS.ProcessEnv, names: readonly string[]): string | undefined {
  return names.map((name) => nonEmpty(env[name])).find((value) => value !== undefined);
}

function textOf(path: string | undefined, readText: ReadText): string | undefined {
  if (!path) return undefined;
  return nonEmpty(readText(path).trim());
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === "" ? undefined : value;
}

function isOn(value: string | undefined): boolean {
  return value === "1" || value?.toLowerCase() === "true" || value?.toLowerCase() === "t";
}

function isOff(value: string | undefined): boolean {
  return value === "0" || value?.toLowerCase() === "false" || value?.toLowerCase() === "f";
}
