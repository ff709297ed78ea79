import { ExitCode } from "../../contract/exit-code";
import type { HttpAnswer, Send } from "../arm/http";
import { asObject, asString } from "../arm/json";
import { HookError } from "../hook-error";
import { withoutToken } from "./access-token";
import type { OidcSource } from "./credential-choice";

/** The audience that Microsoft Entra expects in a workload's token. */
const AUDIENCE = "api://AzureADTokenExchange";
const AZURE_PIPELINES_API_VERSION = "7.1";
const ABOUT = "cannot get an OIDC token from the pipeline";

/** The functions that reading an assertion needs. */
export interface AssertionAccess {
  /** Sends a request once. */
  readonly send: Send;
  /** Reads a small text file, such as one that holds a token. */
  readonly readText: (path: string) => string;
  readonly signal: AbortSignal | undefined;
}

/** Gets the assertion that a workload signs in with. Called for each sign-in, since an assertion is valid for minutes only. */
export async function readAssertion(source: OidcSource, { send, readText, signal }: AssertionAccess): Promise<string> {
  const ask = (method: "GET" | "POST", url: string, bearer: string): Promise<HttpAnswer> =>
    send({ method, url, about: ABOUT, headers: { Authorization: `Bearer ${bearer}` }, signal });
  switch (source.kind) {
    case "token":
      return source.token;
    case "tokenFile":
      return readText(source.path).trim();
    case "github":
      return assertionIn(await ask("GET", withQuery(source.requestUrl, { audience: AUDIENCE }), source.requestToken), "value");
    case "azurePipelines": {
      const query = { "api-version": AZURE_PIPELINES_API_VERSION, serviceConnectionId: source.serviceConnectionId };
      return assertionIn(await ask("POST", withQuery(source.requestUrl, query), source.accessToken), "oidcToken");
    }
  }
}

/** Reads the token in an answer. A refusal is final. A service failure, and an answer of a proxy, are transient. */
function assertionIn(answer: HttpAnswer, property: string): string {
  const { status, body, unreadable } = answer;
  const token = asString(asObject(body)[property]);
  if (status < 300 && token !== undefined) return token;
  const refused = status >= 400 && status < 500 && status !== 408 && status !== 429 && unreadable === undefined;
  if (!refused) throw withoutToken(ABOUT, answer);
  throw new HookError(
    ExitCode.notAuthenticated,
    `the pipeline's OIDC service answered ${status} without a token ('${property}'); check that the job may request one (GitHub: permissions id-token: write, Azure DevOps: SYSTEM_ACCESSTOKEN)`,
  );
}

function withQuery(url: string, query: Readonly<Record<string, string>>): string {
  const target = new URL(url);
  for (const [name, value] of Object.entries(query)) target.searchParams.set(name, value);
  return target.href;
}
