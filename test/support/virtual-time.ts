import type { Clock } from "../../lib/hook/clock";

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** A time that stands still while something runs: it advances only when every process sleeps and no request is under way. */
export abstract class VirtualTime {
  private readonly sleepers: Sleeper[] = [];
  private requests: Promise<unknown> = Promise.resolve();
  private running = 0;

  /** Milliseconds since the start. */
  abstract get time(): number;
  abstract now(): Date;
  protected abstract advanceTo(time: number): void;

  /** Calls a function at a later time. */
  at(time: number, wake: () => void): void {
    const index = this.sleepers.findIndex((sleeper) => sleeper.at > time);
    this.sleepers.splice(index < 0 ? this.sleepers.length : index, 0, { at: time, wake });
  }

  sleep(ms: number): Promise<void> {
    return new Promise((wake) => {
      this.at(this.time + Math.max(0, ms), wake);
    });
  }

  /** Runs something that takes real time, one after another, so that their order is always the same. */
  async during<T>(action: () => Promise<T>): Promise<T> {
    this.running++;
    const result = this.requests.then(action);
    this.requests = result.catch(() => undefined);
    try {
      return await result;
    } finally {
      this.running--;
    }
  }

  /** Advances the time until a promise is settled; throws if it never settles, or not within `longest` milliseconds. */
  async until<T>(promise: Promise<T>, longest = 30 * 24 * 3_600_000): Promise<T> {
    const latest = this.time + longest;
    const state = { settled: false };
    const watched = promise.finally(() => {
      state.settled = true;
    });
    watched.catch(() => undefined);
    for (;;) {
      await new Promise(setImmediate);
      if (state.settled) return watched;
      if (this.running > 0) continue;
      const next = this.sleepers.shift();
      if (!next) throw new Error("hangs: no request is running and nothing waits for a time");
      if (next.at > latest) throw new Error(`hangs: still running at ${Math.round(next.at / 60_000)} min`);
      if (next.at > this.time) this.advanceTo(next.at);
      next.wake();
    }
  }
}

/** The clock of one process. It stops when the process dies, and may be wrong until Azure's time is known. */
export class ProcessClock implements Clock {
  dead = false;
  private readonly startedAt: number;

  constructor(
    private readonly source: VirtualTime,
    private skew = 0,
  ) {
    this.startedAt = source.time;
  }

  now(): Date {
    return new Date(this.source.now().getTime() + this.skew);
  }

  elapsed(): number {
    return this.source.time - this.startedAt;
  }

  readonly adjust = (azureTime: Date): void => {
    this.skew = azureTime.getTime() - this.source.now().getTime();
  };

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (!signal?.aborted) await unlessAborted(signal, this.source.sleep(ms)).catch(() => undefined);
    await this.stillAlive();
  }

  /** Never resolves for a dead process. */
  stillAlive(): Promise<void> {
    return this.dead ? new Promise(() => undefined) : Promise.resolve();
  }
}

/** Settles like the promise, or rejects with an AbortError when the signal is aborted. */
export async function unlessAborted<T>(signal: AbortSignal | undefined, promise: Promise<T>): Promise<T> {
  if (!signal) return promise;
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => {
      reject(new DOMException("The operation was aborted.", "AbortError"));
    };
  });
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort);
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
    promise.catch(() => undefined);
  }
}
