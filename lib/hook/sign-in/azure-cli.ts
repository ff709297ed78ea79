import type { AccessToken, TokenCredential } from "@azure/core-auth";
import { ExitCode } from "../../contract/exit-code";
import { parseForeignJson } from "../arm/foreign-json";
import { asObject, asString } from "../arm/json";
import { withoutProxyForThisMachine } from "../arm/proxy";
import { HookError } from "../hook-error";
import { excerptOf } from "../outgoing/foreign-text";
import { isBearerToken } from "./bearer-token";
import { type ProgramEnd, runProgram } from "./run-program";
import { SignInError, signInRefused } from "./sign-in-failure";

/** Selects an account of the Azure CLI. The CLI accepts only one of the two. */
export interface AzureCliAccount {
  readonly tenantId: string | undefined;
  readonly subscriptionId: string | undefined;
}

/** Messages of the Azure CLI if a person must sign in or choose another account. */
const FINAL = /az login|AADSTS(?!90033)\d+|not found/i;
/** Exit codes of a shell that does not find the program. */
const NOT_FOUND_CODES = new Set([127, 9009]);

/**
 * Gets tokens of the account that is signed in to the Azure CLI. The credential of `@azure/identity` cannot be cancelled while `az` runs,
 * and does not distinguish a transient failure from a missing sign-in.
 */
export function azureCli(account: AzureCliAccount, run = runProgram): TokenCredential {
  const chosen = accountArguments(account);
  return {
    getToken: async (scopes, { abortSignal } = {}) => {
      const resource = [scopes]
        .flat()
        .join(" ")
        .replace(/\/\.default$/, "");
      const args = ["account", "get-access-token", "--output", "json", "--resource", resource, ...chosen];
      try {
        return tokenIn(await run("az", args, abortSignal as AbortSignal | undefined, withoutProxyForThisMachine(process.env)));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") throw notInstalled();
        throw error;
      }
    },
  };
}

function tokenIn({ exitCode, stdout, stderr }: ProgramEnd): AccessToken {
  if (exitCode !== undefined && NOT_FOUND_CODES.has(exitCode)) throw notInstalled();
  if (exitCode !== 0) {
    const said = excerptOf(stderr.trim().replace(/^ERROR: /, ""), 300);
    const detail = `'az account get-access-token' ended with ${exitCode ?? "a signal"}: ${said || "it says nothing"}`;
    throw FINAL.test(stderr) ? signInRefused(detail) : new SignInError(detail);
  }
  const answer = asObject(jsonIn(stdout));
  const token = asString(answer["accessToken"]);
  const expires = Number(answer["expires_on"]) * 1_000 || Date.parse(asString(answer["expiresOn"]) ?? "");
  if (token !== undefined && isBearerToken(token) && !Number.isNaN(expires)) return { token, expiresOnTimestamp: expires };
  throw new SignInError("'az account get-access-token' printed no token");
}

function accountArguments({ tenantId, subscriptionId }: AzureCliAccount): string[] {
  const [flag, variable, value] =
    tenantId === undefined
      ? (["--subscription", "ARM_SUBSCRIPTION_ID", subscriptionId] as const)
      : (["--tenant", "ARM_TENANT_ID", tenantId] as const);
  if (value === undefined) return [];
  if (/^[\w.-][\w. -]*$/.test(value) && !value.startsWith("-")) return [flag, value];
  throw new HookError(ExitCode.badInput, `${variable} must be an id or a name, got '${value}'; check the variable`);
}

function notInstalled(): HookError {
  return signInRefused(
    "the Azure CLI ('az') is not on the PATH; install it and sign in with 'az login', or set ARM_CLIENT_ID, ARM_TENANT_ID and a credential",
  );
}

function jsonIn(text: string): unknown {
  try {
    return parseForeignJson(text);
  } catch {
    return undefined;
  }
}
