import { AuthenticationError, CredentialUnavailableError } from "@azure/identity";
import { ExitCode } from "../../lib/contract/exit-code";
import { failureOf } from "../../lib/hook/failure";
import { HookError } from "../../lib/hook/hook-error";
import { ArmError } from "../../lib/hook/arm/arm-error";

function arm(status: number | undefined, code = "Code"): ArmError {
  return new ArmError("cannot list", { ...(status === undefined ? {} : { status }), code, detail: "detail" });
}

test.each<[string, unknown, ExitCode, RegExp]>([
  ["an error of ours", new HookError(ExitCode.notFound, "no such VM"), ExitCode.notFound, /^no such VM$/],
  ["401", arm(401), ExitCode.notAuthenticated, /tenant and cloud$/],
  ["403 of a role", arm(403, "AuthorizationFailed"), ExitCode.notAuthorised, /give the identity the role 'Backup Operator'/],
  ["403 of a code that nobody knows", arm(403), ExitCode.azureError, /this is not known to be a missing role; act on/],
  ["404", arm(404), ExitCode.notFound, /check the vault's subscription, resource group and name$/],
  ["429", arm(429), ExitCode.throttledOut, /run again later$/],
  ["500", arm(500), ExitCode.azureError, /^cannot list: Azure answered 500 Code: detail$/],
  ["no answer", arm(undefined), ExitCode.azureError, /^cannot list: no answer from Azure Code: detail$/],
  [
    "no Azure CLI",
    new CredentialUnavailableError("Azure CLI could not be found."),
    ExitCode.notAuthenticated,
    /^cannot sign in: Azure CLI could not be found\.$/,
  ],
  [
    "a defect",
    new TypeError("x is not a function"),
    ExitCode.unexpected,
    /^defect of azure-vm-backup: TypeError: x is not a function/,
  ],
  ["what is no error", "oops", ExitCode.unexpected, /^oops$/],
])("%s", (_, error, exitCode, message) => {
  expect(failureOf(error)).toEqual({ exitCode, message: expect.stringMatching(message) as string });
});

test("prints the first sentence of Microsoft Entra for a refused secret, without trace ids", () => {
  const error = new AuthenticationError(401, {
    error: "invalid_client",
    error_description: "AADSTS7000215: Invalid client secret provided. Trace ID: 1 Correlation ID: 2\r\nTimestamp: now",
  });
  expect(failureOf(error)).toEqual({
    exitCode: ExitCode.notAuthenticated,
    message: "cannot sign in: AADSTS7000215: Invalid client secret provided.",
  });
});
