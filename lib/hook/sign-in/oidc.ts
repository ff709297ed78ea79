import { ExitCode } from "../../contract/exit-code";
import { HookError } from "../hook-error";
import type { OidcSource } from "./credential-choice";

/** What Microsoft Entra expects as the audience of a workload's token. */
const AUDIENCE = "api://AzureADTokenExchange";
const AZURE_PIPELINES_API_VERSION = "7.1";

/** Reads a small text file, such as one that holds a token. */
export type ReadText = (path: string) => string;

/** Asks a pipeline's own service for a token; answers the JSON body, whatever the status. */
export type FetchAssertion = (method: "GET" | "POST", url: string, bearer: string) => Promise<unknown>;

/** The assertion a workload signs in with; asked for anew at each sign-in, since it lives for minutes. */
export async function readAssertion(source: OidcSource, fetchAssertion: FetchAssertion, readText: ReadText): Promise<string> {
  switch (source.kind) {
    case "token":
      return source.token;
    case "tokenFile":
      return readText(source.path).trim();
    case "github":
      return assertionIn(
        await fetchAssertion("GET", withQuery(source.requestUrl, { audience: AUDIENCE }), source.requestToken),
        "value",
      );
    case "azurePipelines": {
      const query = { "api-version": AZURE_PIPELINES_API_VERSION, serviceConnectionId: source.serviceConnectionId };
      return assertionIn(await fetchAssertion("POST", withQuery(source.requestUrl, query), source.accessToken), "oidcToken");
    }
  }
}

function assertionIn(body: unknown, property: string): string {
  const token = (body as Record<string, unknown> | undefined)?.[property];
  if (typeof token === "string" && token !== "") return token;
  throw new HookError(
    ExitCode.notAuthenticated,
    `the pipeline's OIDC service answered without a token ('${property}'); check that the job may request one (GitHub: permissions id-token: write, Azure DevOps: SYSTEM_ACCESSTOKEN)`,
  );
}

function withQuery(url: string, query: Readonly<Record<string, string>>): string {
  const target = new URL(url);
  for (const [name, value] of Object.entries(query)) target.searchParams.set(name, value);
  return target.href;
}
