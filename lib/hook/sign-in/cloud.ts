import { ExitCode } from "../../contract/exit-code";
import { HookError } from "../hook-error";
import { parseUrl } from "../arm/parse-url";

/** The endpoints of an Azure cloud. */
export interface Cloud {
  /** The name in azurerm, or the metadata host that it was read from. */
  readonly name: string;
  /** The origin of Azure Resource Manager without a trailing slash. Tokens are sent to this origin only. */
  readonly resourceManager: string;
  /** The token issuer without a trailing slash. */
  readonly loginEndpoint: string;
  /** The scope of tokens for Azure Resource Manager. */
  readonly scope: string;
  /** Whether Microsoft Entra's public instance discovery knows the login endpoint. */
  readonly instanceDiscovery: boolean;
}

export const METADATA_API_VERSION = "2022-09-01";

const CLOUDS: Readonly<Record<string, Cloud>> = {
  public: wellKnown("public", "https://management.azure.com", "https://login.microsoftonline.com"),
  usgovernment: wellKnown("usgovernment", "https://management.usgovcloudapi.net", "https://login.microsoftonline.us"),
  china: wellKnown("china", "https://management.chinacloudapi.cn", "https://login.chinacloudapi.cn"),
};

/** Reads a JSON document without a token. */
export type FetchDocument = (url: string) => Promise<unknown>;

/** Returns the cloud that a request or the environment names. A metadata host takes precedence over a name, as in azurerm. */
export async function cloudOf(
  named: { readonly environment?: string; readonly metadataHost?: string },
  env: NodeJS.ProcessEnv,
  fetchDocument: FetchDocument,
): Promise<Cloud> {
  const host = named.metadataHost ?? setIn(env, "ARM_METADATA_HOSTNAME");
  if (host) return cloudFromMetadata(host, await fetchDocument(metadataUrl(host)));
  const name = named.environment ?? setIn(env, "ARM_ENVIRONMENT") ?? "public";
  const cloud = CLOUDS[name.toLowerCase()];
  if (cloud) return cloud;
  throw new HookError(
    ExitCode.badInput,
    `ARM_ENVIRONMENT must be ${Object.keys(CLOUDS).join(", ")}, got '${name}'; for another cloud set ARM_METADATA_HOSTNAME`,
  );
}

/** Reads the cloud in a metadata document. */
export function cloudFromMetadata(host: string, document: unknown): Cloud {
  const metadata = (document ?? {}) as {
    resourceManager?: unknown;
    authentication?: { loginEndpoint?: unknown; audiences?: unknown[] };
  };
  const resourceManager = httpsEndpoint(metadata.resourceManager);
  const loginEndpoint = httpsEndpoint(metadata.authentication?.loginEndpoint);
  if (!resourceManager || !loginEndpoint) {
    throw new HookError(
      ExitCode.badInput,
      `ARM_METADATA_HOSTNAME must name a host that describes an Azure cloud, but '${host}' answers without an https resourceManager and loginEndpoint; check the host`,
    );
  }
  const audience = metadata.authentication?.audiences?.[0];
  const resource = typeof audience === "string" && audience !== "" ? audience : resourceManager;
  return {
    name: host,
    resourceManager,
    loginEndpoint,
    scope: `${withoutSlash(resource)}/.default`,
    instanceDiscovery: false,
  };
}

function metadataUrl(host: string): string {
  if (!/^[A-Za-z0-9.-]+(:\d+)?$/.test(host) || !parseUrl(`https://${host}`)) {
    throw new HookError(
      ExitCode.badInput,
      `ARM_METADATA_HOSTNAME must be a host with an optional port and no scheme, such as management.example.com, got '${host}'`,
    );
  }
  return `https://${host}/metadata/endpoints?api-version=${METADATA_API_VERSION}`;
}

function wellKnown(name: string, resourceManager: string, loginEndpoint: string): Cloud {
  return { name, resourceManager, loginEndpoint, scope: `${resourceManager}/.default`, instanceDiscovery: true };
}

function httpsEndpoint(value: unknown): string | undefined {
  if (typeof value !== "string" || !value.startsWith("https://")) return undefined;
  const url = parseUrl(value);
  if (!url) return undefined;
  const { username, password, search, hash } = url;
  return `${username}${password}${search}${hash}` === "" ? withoutSlash(value) : undefined;
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, "");
}

function setIn(env: NodeJS.ProcessEnv, name: string): string | undefined {
  return env[name] === "" ? undefined : env[name];
}
