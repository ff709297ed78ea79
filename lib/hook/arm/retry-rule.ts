/** How the attempt to read something from Azure ended. */
export interface Attempt {
  /** Retries made so far. */
  readonly retries: number;
  readonly status?: number | undefined;
  readonly retryAfter?: string | null | undefined;
  /** Node's code of a connection that failed, such as ECONNRESET. */
  readonly networkCode?: string | undefined;
  readonly now: Date;
}

/** Retries of one read before its failure is reported. */
export const MAX_RETRIES = 5;

const TRANSIENT_STATUSES = new Set([408, 429, 500, 502, 503, 504]);
const TRANSIENT_NETWORK_CODES = new Set([
  "ECONNRESET",
  "ECONNREFUSED",
  "ETIMEDOUT",
  "EPIPE",
  "EAI_AGAIN",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "ENETDOWN",
]);
const FIRST_BACKOFF_MS = 1_000;
const FIRST_THROTTLING_BACKOFF_MS = 10_000;

/**
 * How long to wait, in milliseconds, before a read is sent again; undefined where it is not. Only reads come here: whether a
 * lost POST reached Azure cannot be known from its failure.
 */
export function retryDelay(attempt: Attempt): number | undefined {
  if (attempt.retries >= MAX_RETRIES) return undefined;
  if (attempt.status === undefined) {
    return TRANSIENT_NETWORK_CODES.has(attempt.networkCode ?? "") ? FIRST_BACKOFF_MS * 2 ** attempt.retries : undefined;
  }
  if (!TRANSIENT_STATUSES.has(attempt.status)) return undefined;
  const first = attempt.status === 429 ? FIRST_THROTTLING_BACKOFF_MS : FIRST_BACKOFF_MS;
  return retryAfterMs(attempt.retryAfter, attempt.now) ?? first * 2 ** attempt.retries;
}

/** A `Retry-After` header, seconds or an HTTP date, in milliseconds from now; undefined where there is none to go by. */
export function retryAfterMs(header: string | null | undefined, now: Date): number | undefined {
  if (!header) return undefined;
  if (/^\d+(\.\d+)?$/.test(header.trim())) return Number(header) * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}

/** The time in a `Date` header, undefined where there is none. */
export function timeOf(header: string | null | undefined): Date | undefined {
  const time = Date.parse(header ?? "");
  return Number.isNaN(time) ? undefined : new Date(time);
}
