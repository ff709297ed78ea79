/** Settles as a promise does, or rejects with the signal's reason as soon as the signal is aborted, whatever the promise does then. */
export async function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  promise.catch(() => undefined);
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => {
      reject(signal.reason as Error);
    };
  });
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort);
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

/**
 * Runs something with a signal that is aborted after a time, in real milliseconds, and with the signal given; rejects then, even if what
 * runs never settles. The timer does not keep the process alive.
 */
export async function withinTime<T>(
  ms: number,
  late: () => Error,
  signal: AbortSignal | undefined,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort(late());
  }, ms).unref();
  const either = signal ? AbortSignal.any([signal, controller.signal]) : controller.signal;
  try {
    return await abortable(run(either), either);
  } finally {
    clearTimeout(timer);
  }
}

/** How long nobody hears of something that is waited for, in real milliseconds. */
const SILENCE_MS = 20_000;

/** Tells that something is still waited for, every 20 s, with the seconds that it takes already. */
export async function whileWaiting<T>(promise: Promise<T>, tell: (seconds: number) => void): Promise<T> {
  let seconds = 0;
  const timer = setInterval(() => {
    tell((seconds += SILENCE_MS / 1_000));
  }, SILENCE_MS).unref();
  try {
    return await promise;
  } finally {
    clearInterval(timer);
  }
}
