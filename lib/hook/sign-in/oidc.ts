import { ExitCode } from "../../contract/exit-code";
import type { HttpAnswer, Send } from "../arm/http";
import { asObject, asString } from "../arm/json";
import { HookError } from "../hook-error";
import { withoutToken } from "./access-token";
import type { OidcSource } from "./credential-choice";

/** What Microsoft Entra expects as the audience of a workload's token. */
const AUDIENCE = "api://AzureADTokenExchange";
const AZURE_PIPELINES_API_VERSION = "7.1";
const ABOUT = "cannot get an OIDC token from the pipeline";

/** What reading an assertion needs. */
export interface AssertionAccess {
  /** Sends a request once. */
  readonly send: Send;
  /** Reads a small text file, such as one that holds a token. */
  readonly readText: (path: string) => string;
  readonly signal: AbortSignal | undefined;
}

/** The assertion a workload signs in with; asked for anew at each sign-in, since it lives for minutes. */
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

/** A refusal is final. A service that is down, and an answer that is not its own, may pass. */
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
