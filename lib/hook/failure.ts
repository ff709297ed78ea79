import { ExitCode } from "../contract/exit-code";
import { HookError } from "./hook-error";
import { missingRole } from "./role";
import { ArmError } from "./arm/arm-error";

/** An error as a user sees it. */
export interface Failure {
  readonly exitCode: ExitCode;
  readonly message: string;
}

/** The exit code and the sentence of whatever was thrown. */
export function failureOf(error: unknown): Failure {
  if (error instanceof HookError) return { exitCode: error.exitCode, message: error.message };
  if (error instanceof ArmError) return armFailure(error);
  if (!(error instanceof Error)) return { exitCode: ExitCode.unexpected, message: String(error) };
  if (SIGN_IN_ERRORS.has(error.name)) return { exitCode: ExitCode.notAuthenticated, message: signInMessage(error) };
  return { exitCode: ExitCode.unexpected, message: `defect of azure-vm-backup: ${error.stack ?? error.message}` };
}

const SIGN_IN_ERRORS = new Set([
  "AuthenticationError",
  "AggregateAuthenticationError",
  "AuthenticationRequiredError",
  "CredentialUnavailableError",
]);

function armFailure(error: ArmError): Failure {
  switch (error.status) {
    case 401:
      return {
        exitCode: ExitCode.notAuthenticated,
        message: `${error.message}; check that the credential is of the vault's tenant and cloud`,
      };
    case 403:
      return {
        exitCode: ExitCode.notAuthorised,
        message: `${error.message}; ${missingRole(error)}`,
      };
    case 404:
      return {
        exitCode: ExitCode.notFound,
        message: `${error.message}; check the vault's subscription, resource group and name`,
      };
    case 429:
      return { exitCode: ExitCode.throttledOut, message: `${error.message}; run again later` };
    default:
      return { exitCode: ExitCode.azureError, message: error.message };
  }
}

/** Microsoft Entra's own first sentence: what follows it are trace ids, and other parts of the error may quote the request. */
function signInMessage(error: Error): string {
  const description = (error as { errorResponse?: { errorDescription?: unknown } }).errorResponse?.errorDescription;
  const text = typeof description === "string" && description !== "" ? description : error.message;
  const firstLine = text.split(/\r?\n/)[0]?.replace(/ (Trace ID|Correlation ID):.*$/, "") ?? "";
  return `cannot sign in: ${firstLine}`;
}
