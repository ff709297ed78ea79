import { reportWhileWaiting } from "./abortable";
import type { Send } from "./http";

/** Wraps `send` and reports every 20 s that the answer has not arrived yet. */
export function reportingWaits(send: Send, note: (line: string) => void): Send {
  return (request) =>
    reportWhileWaiting(send(request), (seconds) => {
      note(`no answer from ${new URL(request.url).host} for ${seconds} s; still waiting`);
    });
}
