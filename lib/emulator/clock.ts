import { setTimeout as wait } from "node:timers/promises";

/** A reading of the clock, from which another process can continue it. */
export interface ClockReading {
  /** Emulated time, in milliseconds since 1970. */
  readonly emulated: number;
  /** The real time of the reading, in milliseconds since 1970. */
  readonly real: number;
  /** The start time with which the clock was first created, if there was one. */
  readonly startTime?: number | undefined;
}

/** Real seconds per emulated second if the clock stands still: clients then hardly wait between polls. */
const STANDSTILL_SCALE = 0.001;

/**
 * The emulator's clock, the only source of the time in the emulator. It starts at its start time, or at the present time by
 * default. It runs `speed` times as fast as real time, and stands still at 0. {@link advance} moves it forward at once. States
 * that change with time are computed from the clock for each request, so that there are no timers.
 */
export class Clock {
  #emulated: number;
  #moves = 0;
  readonly #measured = performance.now();

  /** @param startTime in milliseconds since 1970; the present time by default */
  constructor(
    readonly speed: number,
    readonly startTime?: number,
  ) {
    this.#emulated = startTime ?? Date.now();
  }

  /** Returns a clock that continues from a reading, as if it had run since then. */
  static resumed(speed: number, { emulated, real, startTime }: ClockReading): Clock {
    const clock = new Clock(speed, startTime);
    clock.#emulated = emulated + Math.max(0, Date.now() - real) * speed;
    return clock;
  }

  /** Emulated time, in milliseconds since 1970. */
  now(): number {
    return this.#emulated + (performance.now() - this.#measured) * this.speed;
  }

  /** Moves emulated time forward. */
  advance(milliseconds: number): void {
    this.#emulated += milliseconds;
    this.#moves++;
  }

  /** The number of calls of {@link advance}. */
  get moves(): number {
    return this.#moves;
  }

  /** The real time, which clients use to check the lifetime of tokens and certificates. */
  clientNow(): number {
    return Date.now();
  }

  /** Real seconds per emulated second. A client multiplies its waits by it. */
  get scale(): number {
    return this.speed > 0 ? 1 / this.speed : STANDSTILL_SCALE;
  }

  /** Waits for a number of emulated seconds. */
  async sleep(emulatedSeconds: number): Promise<void> {
    await wait(emulatedSeconds * 1000 * this.scale);
  }

  read(): ClockReading {
    return { emulated: this.now(), real: Date.now(), startTime: this.startTime };
  }
}
