import type { Clock } from "../../lib/hook/clock";
import type { Emulator } from "../../lib/emulator";

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** The time of an emulator that stands still: it moves on only while every process sleeps and no request runs. */
export class EmulatedTime {
  private readonly start: number;
  private readonly sleepers: Sleeper[] = [];
  private requests: Promise<unknown> = Promise.resolve();
  private running = 0;

  constructor(private readonly emulator: Pick<Emulator, "now" | "advance">) {
    this.start = emulator.now().getTime();
  }

  /** Milliseconds since the start. */
  get time(): number {
    return this.emulator.now().getTime() - this.start;
  }

  now(): Date {
    return this.emulator.now();
  }

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

  /** Moves the time until a promise is settled; throws if it never settles, or not within `longest` milliseconds. */
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
      if (next.at > latest) throw new Error(`hangs: still running after ${Math.round((next.at - this.start) / 60_000)} min`);
      if (next.at > this.time) this.emulator.advance(next.at - this.time);
      next.wake();
    }
  }
}

/** The clock of one process. It stops when the process dies. */
export class EmulatedClock implements Clock {
  dead = false;
  private readonly startedAt: number;

  constructor(private readonly time: EmulatedTime) {
    this.startedAt = time.time;
  }

  now(): Date {
    return this.time.now();
  }

  elapsed(): number {
    return this.time.time - this.startedAt;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (!signal?.aborted) {
      let wake = (): void => undefined;
      const aborted = new Promise<void>((resolve) => {
        wake = resolve;
      });
      signal?.addEventListener("abort", wake, { once: true });
      await Promise.race([this.time.sleep(ms), aborted]);
      signal?.removeEventListener("abort", wake);
    }
    await this.stillAlive();
  }

  /** Never resolves for a dead process. */
  stillAlive(): Promise<void> {
    return this.dead ? new Promise(() => undefined) : Promise.resolve();
  }
}
