import { DAY_MS } from "../../azure/durations";
import type { Clock } from "../clock";
import { isMissingRole } from "../forbidden";
import { ArmError, errorOf } from "./arm-error";
import type { HttpAnswer, Send } from "./http";

/** The wait before the first retry. Each further wait is twice as long. */
const FIRST_BACKOFF_MS = 1_000;
const FIRST_THROTTLING_BACKOFF_MS = 10_000;
const LONGEST_BACKOFF_MS = 60_000;
/** Azure documents that a role assignment takes up to ten minutes to become effective. */
const ROLE_DELAY_MS = 600_000;
const ROLE_INTERVAL_MS = 20_000;

/** How a read is retried. */
export interface RetryPolicy {
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
  /** The end of the whole run, in milliseconds of the clock. Nothing is retried after it. */
  readonly deadline: number;
  /** The maximum number of retries. Polling sets it low, because its next round reads again. @default - until the deadline */
  readonly maxRetries?: number | undefined;
  /** The longest wait before a retry, in milliseconds. If Azure asks for more, the error is thrown. @default - any */
  readonly longestWaitMs?: number | undefined;
  /** Called for each failure that is retried. */
  readonly note?: ((line: string) => void) | undefined;
}

/** Few and short retries, for reads that the next round of polling makes again. */
export const BRIEF = { maxRetries: 5, longestWaitMs: 180_000, note: undefined } as const;

/**
 * Retries a read after a lost connection, throttling, a service error or an unreadable answer. Every read of every command and every token
 * source uses this one retry policy.
 */
export async function retryTransient<T>(read: () => Promise<T>, policy: RetryPolicy): Promise<T> {
  const { clock, signal, deadline, maxRetries = Infinity, longestWaitMs = Infinity, note } = policy;
  const began = clock.elapsed();
  for (let retries = 0; ; retries++) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof ArmError) || !error.transient || retries >= maxRetries) throw error;
      const delay = retryDelay(error, retries);
      const end = Math.min(deadline, began + error.retryForMs);
      if (delay > longestWaitMs || clock.elapsed() + delay >= end) throw error;
      note?.(`${error.message}; retrying in ${Math.ceil(delay / 1_000)} s`);
      await clock.sleep(delay, signal);
      signal?.throwIfAborted();
    }
  }
}

/** Returns the wait before a retry, in milliseconds: the time that Azure asks for, or else longer with each retry. */
export function retryDelay({ status, retryAfterMs }: Pick<ArmError, "status" | "retryAfterMs">, retries: number): number {
  const first = status === 429 ? FIRST_THROTTLING_BACKOFF_MS : FIRST_BACKOFF_MS;
  return retryAfterMs ?? Math.min(first * 2 ** retries, LONGEST_BACKOFF_MS);
}

/** An HTTP date, such as `Fri, 20 Nov 2026 09:00:00 GMT`. `Date.parse` reads many other texts, such as `-5`. */
const HTTP_DATE = /^[A-Z][a-z]+, .*GMT$/;

/**
 * Reads a `Retry-After` header in seconds or as an HTTP date, in milliseconds from now. Returns undefined if it is neither, and if it asks
 * for no wait: the retries would follow each other at once, and without an end.
 */
export function retryAfterMs(header: string | null | undefined, now: Date): number | undefined {
  const text = header?.trim() ?? "";
  const isSeconds = /^\d+(\.\d+)?$/.test(text);
  const wait = isSeconds ? Number(text) * 1_000 : HTTP_DATE.test(text) ? Date.parse(text) - now.getTime() : NaN;
  return wait >= FIRST_BACKOFF_MS ? wait : undefined;
}

/** Returns how long an answer asks to wait, in milliseconds, by the server's clock. */
export function retryAfterOf({ headers }: Pick<HttpAnswer, "headers">, clock: Pick<Clock, "now">): number | undefined {
  return retryAfterMs(headers.get("Retry-After"), timeOf(headers.get("Date")) ?? clock.now());
}

/**
 * The largest plausible clock error of a machine that can sign in: the certificates of Azure's hosts are valid for about a year. A proxy or
 * a cache may write any date.
 */
const MAX_CLOCK_ERROR_MS = 5 * 365 * DAY_MS;

/** Reads the time in a `Date` header; undefined if there is none or it is years off. */
export function timeOf(header: string | null | undefined, maxErrorMs = MAX_CLOCK_ERROR_MS): Date | undefined {
  const time = Date.parse(header ?? "");
  return Math.abs(time - Date.now()) <= maxErrorMs ? new Date(time) : undefined;
}

/**
 * Retries a 403 while a new role may not be effective yet. Azure has not acted on a request that it answers with 403, so a POST is retried
 * too.
 */
export function retryMissingRole(
  send: Send,
  clock: Clock,
  options: { readonly waitsForRole: () => boolean; readonly print: (line: string) => void; readonly deadline: number },
): Send {
  let until: number | undefined;
  return async (request) => {
    for (;;) {
      const answer = await send(request);
      if (answer.status !== 403 || answer.unreadable !== undefined || !options.waitsForRole()) return answer;
      if (request.optional || !isMissingRole(errorOf(answer.body))) return answer;
      if (until === undefined) {
        until = Math.min(clock.elapsed() + ROLE_DELAY_MS, options.deadline);
        options.print(
          `${request.about}: Azure answered 403; a new role takes some minutes to become effective, so this is retried for up to 10 minutes`,
        );
      }
      if (clock.elapsed() + ROLE_INTERVAL_MS >= until) return answer;
      await clock.sleep(ROLE_INTERVAL_MS, request.signal);
      request.signal?.throwIfAborted();
    }
  };
}
