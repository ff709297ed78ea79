import type { Clock } from "../../lib/hook/clock";

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** Simulated time: it advances only when all processes wait. */
export class Simulation {
  /** Milliseconds since the start of the simulation. */
  time = 0;
  private readonly sleepers: Sleeper[] = [];

  sleep(ms: number): Promise<void> {
    return new Promise((wake) => {
      this.at(this.time + Math.max(0, ms), wake);
    });
  }

  /** Calls a function at a later time. */
  at(time: number, wake: () => void): void {
    const index = this.sleepers.findIndex((sleeper) => sleeper.at > time);
    this.sleepers.splice(index < 0 ? this.sleepers.length : index, 0, { at: time, wake });
  }

  /** Advances the time until a promise is settled; throws if it never settles, or not until `latest`. */
  async until<T>(promise: Promise<T>, latest: number): Promise<T> {
    const state = { settled: false };
    const watched = promise.finally(() => {
      state.settled = true;
    });
    watched.catch(() => undefined);
    for (;;) {
      await new Promise(setImmediate);
      if (state.settled) return watched;
      const next = this.sleepers.shift();
      if (!next) throw new Error("hangs: no request is running and nothing waits for a time");
      this.time = next.at;
      if (this.time > latest) throw new Error(`hangs: still running at ${Math.round(this.time / 60_000)} min`);
      next.wake();
    }
  }
}

/** The clock of one process. It stops when the process dies, and may be wrong until Azure's time is known. */
export class ProcessClock implements Clock {
  dead = false;
  private readonly startedAt: number;

  constructor(
    private readonly simulation: Simulation,
    private readonly epoch: number,
    private skew: number,
  ) {
    this.startedAt = simulation.time;
  }

  now(): Date {
    return new Date(this.epoch + this.simulation.time + this.skew);
  }

  elapsed(): number {
    return this.simulation.time - this.startedAt;
  }

  readonly adjust = (azureTime: Date): void => {
    this.skew = azureTime.getTime() - this.epoch - this.simulation.time;
  };

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return;
    await unlessAborted(signal, this.simulation.sleep(ms)).catch(() => undefined);
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
