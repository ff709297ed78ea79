import type { Send } from "./http";
import { timeOf } from "./retry";

/** Sends, and tells the time that each answer has in its `Date` header. */
export function tellingTime(send: Send, tell: ((time: Date) => void) | undefined): Send {
  return async (request) => {
    const answer = await send(request);
    const time = timeOf(answer.headers.get("Date"));
    if (time) tell?.(time);
    return answer;
  };
}
