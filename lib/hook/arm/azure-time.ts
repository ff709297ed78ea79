import type { HttpAnswer, Send } from "./http";
import { isThisMachine } from "./proxy";
import { timeOf } from "./retry";

/**
 * Sends, and tells the time that each answer has in its `Date` header: not that of an answer out of a cache, nor of one that is not Azure's
 * own. An emulator on this machine may live in any year.
 */
export function tellingTime(send: Send, tell: ((time: Date) => void) | undefined): Send {
  return async (request) => {
    const answer = await send(request);
    const isCached = Number(answer.headers.get("Age") ?? 0) > 0;
    const isHere = isThisMachine(new URL(request.url).hostname);
    const time = timeOf(answer.headers.get("Date"), isHere ? Infinity : undefined);
    if (time && !isCached && isOfAzure(answer)) tell?.(time);
    return answer;
  };
}

/** Proxies and portals answer by clocks of their own, and not in JSON. */
function isOfAzure({ status, body, unreadable }: HttpAnswer): boolean {
  return unreadable === undefined && (body !== undefined || status < 300);
}
