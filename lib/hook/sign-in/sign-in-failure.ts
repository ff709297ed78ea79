import { ExitCode } from "../../contract/exit-code";
import { ArmError } from "../arm/arm-error";
import { HookError } from "../hook-error";
import { firstSentenceOf, isTransientEntraError } from "./entra-error";

/** How long a failure is retried if it is unknown whether it is transient. */
export const UNKNOWN_FAILURE_MS = 180_000;

/** A sign-in failure that may be transient. */
export class SignInError extends ArmError {
  constructor(detail: string) {
    super("cannot sign in", { detail, notSent: true, retryForMs: UNKNOWN_FAILURE_MS });
    this.message = `cannot sign in: ${detail}`;
  }
}

/** The error for a refused sign-in, which needs action by a person. */
export function signInRefused(detail: string): HookError {
  return new HookError(ExitCode.notAuthenticated, `cannot sign in: ${detail}`);
}

/** Converts an error of a credential: to an ArmError if it may be transient, else to a HookError. */
export function signInFailure(error: unknown): Error {
  if (error instanceof HookError) return error;
  if (error instanceof ArmError) return error.beforeSending();
  const { statusCode, message, errorResponse } = error as {
    readonly statusCode?: number;
    readonly message?: string;
    readonly errorResponse?: { readonly error?: string; readonly errorDescription?: string };
  };
  const detail = firstSentenceOf(errorResponse?.errorDescription ?? message ?? String(error));
  if (isTransientEntraError(statusCode, errorResponse?.error)) {
    return new ArmError("cannot sign in", { status: statusCode, detail, notSent: true });
  }
  return /AADSTS\d+|az login|not be found/.test(detail) ? signInRefused(detail) : new SignInError(detail);
}
