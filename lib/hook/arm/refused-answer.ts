import { ArmError, type FailedAnswer } from "./arm-error";
import type { HttpAnswer } from "./http";
import { parseUrl } from "./parse-url";

/** For how long such an answer is asked for again: a proxy may have given it, and the next one may be Azure's. */
const RETRY_MS = 30_000;

/** An answer that arrived and is not accepted, whatever its status. Its message says why. */
export class RefusedAnswer extends ArmError {
  constructor(about: string, refusal: Pick<FailedAnswer, "code" | "detail"> & Partial<FailedAnswer>) {
    super(about, refusal);
    this.message = `${about}: ${refusal.detail}`;
  }
}

/** A link or an id of an answer that leads elsewhere than to what was asked for. No token goes there, and no repetition helps. */
export function foreignAnswer(about: string, detail: string): RefusedAnswer {
  return new RefusedAnswer(about, { code: "ForeignLink", detail, permanent: true });
}

/** What exceeds the limits of what is read, such as a list without an end. */
export function overLimit(about: string, detail: string): RefusedAnswer {
  return new RefusedAnswer(about, { code: "TooLarge", detail, unreadable: true, retryForMs: RETRY_MS });
}

/** Why an answer is refused before its status is looked at; undefined if it is not. */
export function refusalOf(about: string, { status, headers, isOverLimit, unreadable }: HttpAnswer): RefusedAnswer | undefined {
  if (isOverLimit) return overLimit(about, `an answer of status ${status} is not read: ${unreadable ?? ""}`);
  if (status < 300 || status >= 400) return undefined;
  // Not followed: a token never follows a header to another place.
  const place = parseUrl(headers.get("Location") ?? "")?.origin ?? "another path";
  const detail = `the answer of status ${status} redirects to ${place}, which is not followed`;
  return new RefusedAnswer(about, { status, code: "Redirect", detail, unreadable: true, retryForMs: RETRY_MS });
}
