import type { Clock } from "../clock";
import { ArmError } from "../arm/arm-error";

const MAX_ATTEMPTS = 5;
const BACKOFF_MS = 60_000;

/** Reads what a run cannot begin without, for longer than a single request is repeated. */
export async function outlast<T>(
  read: () => Promise<T>,
  { clock, signal, print }: { readonly clock: Clock; readonly signal: AbortSignal; readonly print: (line: string) => void },
  deadline: number,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof ArmError) || !error.transient || attempt === MAX_ATTEMPTS) throw error;
      const wait = error.retryAfterMs ?? BACKOFF_MS;
      if (clock.elapsed() + wait >= deadline) throw error;
      print(`${error.message}; nothing is started yet, and this is tried again in ${Math.ceil(wait / 1_000)} s`);
      await clock.sleep(wait, signal);
      signal.throwIfAborted();
    }
  }
}
