import { ExitCode } from "../contract/exit-code";
import { forbidden } from "./forbidden";
import { HookError } from "./hook-error";
import { harmless } from "./outgoing/foreign-text";
import { redacted } from "./outgoing/secrets";
import { firstSentenceOf } from "./sign-in/entra-error";
import { SignInError } from "./sign-in/sign-in-failure";
import { ArmError } from "./arm/arm-error";

/** An error as the user sees it. */
export interface Failure {
  readonly exitCode: ExitCode;
  readonly message: string;
}

/** Returns the exit code and the message for a thrown value. */
export function failureOf(error: unknown): Failure {
  const { exitCode, message } = unsanitizedFailure(error);
  // A defect keeps its stack. Every other message is one line, without control characters of quoted texts.
  return { exitCode, message: exitCode === ExitCode.unexpected ? message : shortened(harmless(redacted(message))) };
}

/** A value that is quoted from a variable or a file may have a megabyte. */
const LONGEST_VALUE = 300;
const LONGEST_MESSAGE = 10_000;

/** Shortens the values that a message quotes, and the message. Its secrets must be removed before: a part of one is not found any more. */
function shortened(message: string): string {
  const short = message.replace(/'([^']+)'/g, (whole, value: string) =>
    value.length > LONGEST_VALUE ? `'${value.slice(0, LONGEST_VALUE)}…'` : whole,
  );
  return short.length > LONGEST_MESSAGE ? `${short.slice(0, LONGEST_MESSAGE)}…` : short;
}

function unsanitizedFailure(error: unknown): Failure {
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

/** Returns the exit code of an error that decides the result of a whole run; undefined for any other error. */
export function decisiveExitCode(error: ArmError): ExitCode | undefined {
  switch (error.status) {
    case 401:
      return ExitCode.notAuthenticated;
    case 403:
      return forbidden(error).exitCode;
    case 429:
      return ExitCode.throttledOut;
    default:
      return undefined;
  }
}

function armFailure(error: ArmError): Failure {
  if (error instanceof SignInError) return { exitCode: ExitCode.notAuthenticated, message: error.message };
  const notFound = error.status === 404 ? ExitCode.notFound : ExitCode.azureError;
  const advice = adviceFor(error);
  const message = advice === undefined ? error.message : `${error.message}; ${advice}`;
  return { exitCode: decisiveExitCode(error) ?? notFound, message };
}

function adviceFor(error: ArmError): string | undefined {
  switch (error.status) {
    case 401:
      return "check that the credential belongs to the vault's tenant and cloud";
    case 403:
      return forbidden(error).advice;
    case 404:
      return "check the vault's subscription, resource group and name";
    case 429:
      return "run again later";
    default:
      return undefined;
  }
}

/** Only the first sentence of the error is used: later parts may quote the request. */
function signInMessage(error: Error): string {
  const description = (error as { errorResponse?: { errorDescription?: unknown } }).errorResponse?.errorDescription;
  const text = typeof description === "string" && description !== "" ? description : error.message;
  return `cannot sign in: ${firstSentenceOf(text)}`;
}
