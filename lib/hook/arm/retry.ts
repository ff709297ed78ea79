import { DAY_MS } from "../../azure/durations";
import type { Clock } from "../clock";
import { isMissingRole } from "../forbidden";
import { ArmError, errorOf } from "./arm-error";
import type { HttpAnswer, Send } from "./http";

/** The wait before the first retry, and twice as long before each further one. */
const FIRST_BACKOFF_MS = 1_000;
const FIRST_THROTTLING_BACKOFF_MS = 10_000;
const LONGEST_BACKOFF_MS = 60_000;
/** Azure documents that a role assignment takes up to ten minutes to have an effect. */
const ROLE_DELAY_MS = 600_000;
const ROLE_INTERVAL_MS = 20_000;

/** How a read is repeated. */
export interface RetryPolicy {
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
  /** When the whole run is over, in milliseconds of the clock: nothing is repeated after that. */
  readonly deadline: number;
  /** What repeats by itself what fails here, such as a round of polling, makes few retries. @default - until the deadline */
  readonly maxRetries?: number | undefined;
  /** The longest wait before a retry, in milliseconds. Azure may ask for more: then the error is thrown. @default - any */
  readonly longestWaitMs?: number | undefined;
  /** Told each failure that is followed by a retry. */
  readonly note?: ((line: string) => void) | undefined;
}

/** Few retries that end soon, for reads that are made again in the next round of polling. */
export const BRIEF = { maxRetries: 5, longestWaitMs: 180_000, note: undefined } as const;

/**
 * Repeats what only reads, after a lost connection, throttling, an error of the service and an answer that cannot be read. This is the
 * one policy of repetition: for each read of each command and for each source of tokens.
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
      note?.(`${error.message}; tried again in ${Math.ceil(delay / 1_000)} s`);
      await clock.sleep(delay, signal);
      signal?.throwIfAborted();
    }
  }
}

/** The wait before a read is sent again, in milliseconds: as long as Azure asks, else longer with each retry. */
export function retryDelay({ status, retryAfterMs }: Pick<ArmError, "status" | "retryAfterMs">, retries: number): number {
  const first = status === 429 ? FIRST_THROTTLING_BACKOFF_MS : FIRST_BACKOFF_MS;
  return retryAfterMs ?? Math.min(first * 2 ** retries, LONGEST_BACKOFF_MS);
}

/** A `Retry-After` header, seconds or an HTTP date, in milliseconds from now; undefined if it holds neither. */
export function retryAfterMs(header: string | null | undefined, now: Date): number | undefined {
  if (!header) return undefined;
  if (/^\d+(\.\d+)?$/.test(header.trim())) return Number(header) * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}

/** How long an answer asks to wait, in milliseconds, by the clock of who answered. */
export function retryAfterOf({ headers }: Pick<HttpAnswer, "headers">, clock: Pick<Clock, "now">): number | undefined {
  return retryAfterMs(headers.get("Retry-After"), timeOf(headers.get("Date")) ?? clock.now());
}

/**
 * More than that no machine is off that signs in to Azure: the certificates of Azure's hosts are valid for about a year. A proxy or a cache
 * may write any date.
 */
const MOST_OFF_MS = 5 * 365 * DAY_MS;

/** The time in a `Date` header, undefined if there is none or it is years off. */
export function timeOf(header: string | null | undefined, mostOffMs = MOST_OFF_MS): Date | undefined {
  const time = Date.parse(header ?? "");
  return Math.abs(time - Date.now()) <= mostOffMs ? new Date(time) : undefined;
}

/** Waits for a role that may have been assigned minutes ago. A 403 has changed nothing, so a POST is sent again too. */
export function awaitingRole(
  send: Send,
  clock: Clock,
  options: { readonly stillWaits: () => boolean; readonly print: (line: string) => void; readonly deadline: number },
): Send {
  let until: number | undefined;
  return async (request) => {
    for (;;) {
      const answer = await send(request);
      if (answer.status !== 403 || answer.unreadable !== undefined || !options.stillWaits()) return answer;
      if (request.optional || !isMissingRole(errorOf(answer.body))) return answer;
      if (until === undefined) {
        until = Math.min(clock.elapsed() + ROLE_DELAY_MS, options.deadline);
        options.print(
          `${request.about}: Azure answered 403; a role that was assigned just now takes some minutes to work, so this is tried for up to 10 minutes`,
        );
      }
      if (clock.elapsed() + ROLE_INTERVAL_MS >= until) return answer;
      await clock.sleep(ROLE_INTERVAL_MS, request.signal);
      request.signal?.throwIfAborted();
    }
  };
}
