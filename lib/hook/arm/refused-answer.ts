import { ArmError, type FailedAnswer } from "./arm-error";
import type { HttpAnswer } from "./http";
import { parseUrl } from "./parse-url";

/** How long the request is retried, in milliseconds: a proxy may have sent the answer, and the next one may be Azure's. */
const RETRY_MS = 30_000;

/** An answer that is not accepted, regardless of its status. The message says why. */
export class RefusedAnswer extends ArmError {
  constructor(about: string, refusal: Pick<FailedAnswer, "code" | "detail"> & Partial<FailedAnswer>) {
    super(about, refusal);
    this.message = `${about}: ${refusal.detail}`;
  }
}

/**
 * The error for a link or an id that names another object than the one requested. The token is not sent there, and a retry does not help.
 */
export function foreignAnswer(about: string, detail: string): RefusedAnswer {
  return new RefusedAnswer(about, { code: "ForeignLink", detail, permanent: true });
}

/** The error for an answer or a list that exceeds a limit. */
export function overLimit(about: string, detail: string): RefusedAnswer {
  return new RefusedAnswer(about, { code: "TooLarge", detail, unreadable: true, retryForMs: RETRY_MS });
}

/** Returns why an answer is refused before its status is evaluated; undefined if it is accepted. */
export function refusalOf(about: string, { status, headers, isOverLimit, unreadable }: HttpAnswer): RefusedAnswer | undefined {
  if (isOverLimit) return overLimit(about, `an answer of status ${status} is not read: ${unreadable ?? ""}`);
  if (status < 300 || status >= 400) return undefined;
  // A redirect is not followed, so that the token goes to no other host.
  const place = parseUrl(headers.get("Location") ?? "")?.origin ?? "another path";
  const detail = `the answer of status ${status} redirects to ${place}, which is not followed`;
  return new RefusedAnswer(about, { status, code: "Redirect", detail, unreadable: true, retryForMs: RETRY_MS });
}
