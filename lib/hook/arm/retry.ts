import type { Clock } from "../clock";
import { ArmError } from "./arm-error";
import type { HttpAnswer, HttpRequest, Send } from "./http";

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
/** A single request never waits longer than this, whatever Azure asks. The caller decides what to do after that. */
const LONGEST_WAIT_MS = 180_000;
/** Azure documents that a role assignment takes up to ten minutes to have an effect. */
const ROLE_DELAY_MS = 600_000;
const ROLE_INTERVAL_MS = 20_000;
const MAX_OPERATION_ATTEMPTS = 5;
const OPERATION_BACKOFF_MS = 60_000;

/**
 * Returns how long to wait, in milliseconds, before a read is sent again; undefined if it is not sent again. Only for reads: a failed
 * POST does not tell whether it reached Azure.
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

/** A `Retry-After` header, seconds or an HTTP date, in milliseconds from now; undefined if it holds neither. */
export function retryAfterMs(header: string | null | undefined, now: Date): number | undefined {
  if (!header) return undefined;
  if (/^\d+(\.\d+)?$/.test(header.trim())) return Number(header) * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}

/** How long an answer asks to wait, in milliseconds, by Azure's own clock. */
export function retryAfterOf(answer: HttpAnswer): number | undefined {
  return retryAfterMs(answer.headers.get("Retry-After"), timeOf(answer.headers.get("Date")) ?? new Date());
}

/** The time in a `Date` header, undefined if there is none. */
export function timeOf(header: string | null | undefined): Date | undefined {
  const time = Date.parse(header ?? "");
  return Number.isNaN(time) ? undefined : new Date(time);
}

/**
 * Repeats a read after a lost connection, throttling and an error of the service, but not after `giveUpAt`, a time of the clock in
 * milliseconds.
 */
export function repeatingReads(send: Send, clock: Clock, giveUpAt = Infinity): Send {
  return async (request) => {
    for (let retries = 0; ; retries++) {
      const outcome = await attempt(send, request);
      const delay = retryDelay({ retries, ...factsOf(outcome) });
      if (delay === undefined || delay > LONGEST_WAIT_MS || clock.elapsed() + delay >= giveUpAt) return settle(outcome);
      await clock.sleep(delay, request.signal);
      request.signal?.throwIfAborted();
    }
  };
}

/** Waits for a role that may have been assigned minutes ago. A 403 has changed nothing, so a POST is sent again too. */
export function awaitingRole(
  send: Send,
  clock: Clock,
  options: { readonly stillWaits: () => boolean; readonly print: (line: string) => void; readonly giveUpAt?: number },
): Send {
  const { giveUpAt = Infinity } = options;
  let until: number | undefined;
  return async (request) => {
    for (;;) {
      const answer = await send(request);
      if (answer.status !== 403 || !options.stillWaits()) return answer;
      if (until === undefined) {
        until = Math.min(clock.elapsed() + ROLE_DELAY_MS, giveUpAt);
        options.print(
          `${request.about}: Azure answered 403; a role that was assigned just now takes some minutes to work, so this is tried for up to 10 minutes`,
        );
      }
      if (clock.elapsed() >= until) return answer;
      await clock.sleep(ROLE_INTERVAL_MS, request.signal);
      request.signal?.throwIfAborted();
    }
  };
}

/** Repeats an operation of one or more reads, without which a run cannot begin, longer than a single request is repeated. */
export async function retryTransient<T>(
  read: () => Promise<T>,
  { clock, signal, print }: { readonly clock: Clock; readonly signal: AbortSignal; readonly print: (line: string) => void },
  deadline: number,
): Promise<T> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof ArmError) || !error.transient || attempts === MAX_OPERATION_ATTEMPTS) throw error;
      const wait = error.retryAfterMs ?? OPERATION_BACKOFF_MS;
      if (clock.elapsed() + wait >= deadline) throw error;
      print(`${error.message}; nothing is started yet, and this is tried again in ${Math.ceil(wait / 1_000)} s`);
      await clock.sleep(wait, signal);
      signal.throwIfAborted();
    }
  }
}

type Outcome = { readonly answer: HttpAnswer } | { readonly error: ArmError };

async function attempt(send: Send, request: HttpRequest): Promise<Outcome> {
  try {
    return { answer: await send(request) };
  } catch (error) {
    if (error instanceof ArmError) return { error };
    throw error;
  }
}

function factsOf(outcome: Outcome): Omit<Attempt, "retries"> {
  if ("error" in outcome) return { networkCode: outcome.error.code, now: new Date() };
  const { status, headers } = outcome.answer;
  return { status, retryAfter: headers.get("Retry-After"), now: timeOf(headers.get("Date")) ?? new Date() };
}

function settle(outcome: Outcome): HttpAnswer {
  if ("error" in outcome) throw outcome.error;
  return outcome.answer;
}
