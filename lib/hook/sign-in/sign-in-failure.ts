import { ExitCode } from "../../contract/exit-code";
import { ArmError } from "../arm/arm-error";
import { HookError } from "../hook-error";
import { firstSentenceOf, isTransientEntraError } from "./entra-error";

/** For how long a failure is repeated if nothing tells whether it passes. */
export const UNKNOWN_FAILURE_MS = 180_000;

/** A failure to sign in of which nothing tells whether it passes. */
export class SignInError extends ArmError {
  constructor(detail: string) {
    super("cannot sign in", { detail, notSent: true, retryForMs: UNKNOWN_FAILURE_MS });
    this.message = `cannot sign in: ${detail}`;
  }
}

/** A refusal to sign in, which somebody has to act on. */
export function signInRefused(detail: string): HookError {
  return new HookError(ExitCode.notAuthenticated, `cannot sign in: ${detail}`);
}

/** A failure of a credential as the hook knows it: an ArmError if it may pass, a HookError if it will not. */
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
