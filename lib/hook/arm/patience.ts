import type { Clock } from "../clock";
import { ArmError } from "./arm-error";
import type { HttpAnswer, HttpRequest, Send } from "./http";
import { retryAfterMs, retryDelay, timeOf } from "./retry-rule";

/** Longer than this no single request is waited for, whatever Azure asks: who follows the backups decides about that. */
const LONGEST_WAIT_MS = 180_000;
/** Roles spread slowly: Azure documents up to ten minutes. */
const ROLE_SPREADS_WITHIN_MS = 600_000;
const ROLE_INTERVAL_MS = 20_000;

/**
 * Repeats what only reads, after a lost connection, throttling and an error of the service, and not where that would be after a
 * time of the clock, in milliseconds.
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

/** Waits for a role that may have been given minutes ago. A refusal for want of one has changed nothing, so a POST may come again too. */
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
        until = Math.min(clock.elapsed() + ROLE_SPREADS_WITHIN_MS, giveUpAt);
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

type Outcome = { readonly answer: HttpAnswer } | { readonly error: ArmError };

async function attempt(send: Send, request: HttpRequest): Promise<Outcome> {
  try {
    return { answer: await send(request) };
  } catch (error) {
    if (error instanceof ArmError) return { error };
    throw error;
  }
}

function factsOf(outcome: Outcome): Omit<Parameters<typeof retryDelay>[0], "retries"> {
  if ("error" in outcome) return { networkCode: outcome.error.code, now: new Date() };
  const { status, headers } = outcome.answer;
  return { status, retryAfter: headers.get("Retry-After"), now: timeOf(headers.get("Date")) ?? new Date() };
}

function settle(outcome: Outcome): HttpAnswer {
  if ("error" in outcome) throw outcome.error;
  return outcome.answer;
}

/** How long an answer asks to wait, in milliseconds, by Azure's own clock. */
export function retryAfterOf(answer: HttpAnswer): number | undefined {
  return retryAfterMs(answer.headers.get("Retry-After"), timeOf(answer.headers.get("Date")) ?? new Date());
}
