/** Settles like the promise, but rejects with the signal's reason as soon as the signal is aborted. */
async function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
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
 * Runs `run` with a time limit in real milliseconds. Its signal is aborted at the limit or with the given signal. Then the result rejects,
 * even if `run` never settles. The timer does not keep the process alive.
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

/** The time between two reports of a wait, in real milliseconds. */
const REPORT_INTERVAL_MS = 20_000;

/** Reports every 20 s that the promise has not settled yet, with the seconds waited so far. */
export async function reportWhileWaiting<T>(promise: Promise<T>, report: (seconds: number) => void): Promise<T> {
  let seconds = 0;
  const timer = setInterval(() => {
    report((seconds += REPORT_INTERVAL_MS / 1_000));
  }, REPORT_INTERVAL_MS).unref();
  try {
    return await promise;
  } finally {
    clearInterval(timer);
  }
}
