import type { HttpAnswer, Send } from "./http";
import { isThisMachine } from "./proxy";
import { timeOf } from "./retry";

/**
 * Wraps `send` and reports the `Date` header of each answer of Azure. Answers from a cache or a proxy are ignored. An emulator on this
 * machine may have any date.
 */
export function reportingTime(send: Send, report: ((time: Date) => void) | undefined): Send {
  return async (request) => {
    const answer = await send(request);
    const isCached = Number(answer.headers.get("Age") ?? 0) > 0;
    const isHere = isThisMachine(new URL(request.url).hostname);
    const time = timeOf(answer.headers.get("Date"), isHere ? Infinity : undefined);
    if (time && !isCached && isOfAzure(answer)) report?.(time);
    return answer;
  };
}

/** Proxies and login portals have their own clocks, and do not answer in JSON. */
function isOfAzure({ status, body, unreadable }: HttpAnswer): boolean {
  return unreadable === undefined && (body !== undefined || status < 300);
}
