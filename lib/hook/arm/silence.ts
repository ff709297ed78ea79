import { whileWaiting } from "./abortable";
import type { Send } from "./http";

/** Sends, and says so while the answer is waited for. */
export function tellingSilence(send: Send, note: (line: string) => void): Send {
  return (request) =>
    whileWaiting(send(request), (seconds) => {
      note(`no answer of ${new URL(request.url).host} for ${seconds} s; still waiting`);
    });
}
