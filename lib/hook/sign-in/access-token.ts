import type { AccessToken } from "@azure/core-auth";
import { ArmError } from "../arm/arm-error";
import type { HttpAnswer } from "../arm/http";
import { asObject, asString } from "../arm/json";
import { refusalOf } from "../arm/refused-answer";
import { retryAfterMs, timeOf } from "../arm/retry";
import { isBearerToken } from "./bearer-token";
import { firstSentenceOf, isTransientEntraError } from "./entra-error";
import { signInRefused, UNKNOWN_FAILURE_MS } from "./sign-in-failure";

const DEFAULT_LIFETIME_SECONDS = 3_600;

/**
 * Reads the token in a token endpoint's answer.
 * @throws HookError if the endpoint refuses
 * @throws ArmError if it is unavailable or its answer is unreadable
 */
export function accessTokenIn(answer: HttpAnswer): AccessToken {
  const fields = asObject(answer.body);
  const token = asString(fields["access_token"]);
  if (answer.status !== 200 || token === undefined || !isBearerToken(token)) throw failureOf(answer);
  const seconds = Number(fields["expires_in"]) || DEFAULT_LIFETIME_SECONDS;
  return { token, expiresOnTimestamp: Date.now() + seconds * 1_000 };
}

/** An error that the endpoint reports is final. A service failure, and an answer of a proxy, are transient. */
function failureOf(answer: HttpAnswer): Error {
  const { status, body } = answer;
  const fields = asObject(body);
  const error = asString(fields["error"]);
  const stated = asString(fields["error_description"]) ?? error;
  if (stated !== undefined && !isTransientEntraError(status, error)) return signInRefused(firstSentenceOf(stated));
  return withoutToken("cannot sign in", answer, firstSentenceOf(stated ?? ""));
}

/** The error for an answer of a token service that has neither a token nor a reason. */
export function withoutToken(about: string, answer: HttpAnswer, stated = ""): ArmError {
  const refusal = refusalOf(about, answer);
  if (refusal) return refusal.beforeSending();
  const { status, headers, unreadable } = answer;
  const passes = status < 300 || status === 408 || status === 410 || isTransientEntraError(status, undefined);
  return new ArmError(about, {
    status,
    detail: unreadable ?? (stated || (status < 300 ? "an answer without a token" : "")),
    retryAfterMs: retryAfterMs(headers.get("Retry-After"), timeOf(headers.get("Date")) ?? new Date()),
    unreadable: true,
    notSent: true,
    ...(passes ? {} : { retryForMs: UNKNOWN_FAILURE_MS }),
  });
}
