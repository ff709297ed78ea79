import { setTimeout as wait } from "node:timers/promises";

/** A reading of the clock, from which it goes on in another process. */
export interface ClockReading {
  /** Emulated time, in milliseconds since 1970. */
  readonly emulated: number;
  /** The real time it was read at. */
  readonly real: number;
  /** The start time that the clock was given at first, if any. */
  readonly startTime?: number | undefined;
}

/** What one emulated second is to a client whose emulator's clock stands still: next to nothing, for nobody waits for it. */
const STANDSTILL_SCALE = 0.001;

/**
 * The emulator's clock, the only thing in it that knows the time. It starts at its start time, else at the present, and runs
 * `speed` times as fast as real time, or stands still at 0; {@link advance} moves it on at once. Whatever happens "after a
 * while" is derived from it when somebody asks, so there are no timers to wait for.
 */
export class Clock {
  #emulated: number;
  #moves = 0;
  readonly #measured = performance.now();

  /** @param startTime in milliseconds since 1970; the present if it is not given */
  constructor(
    readonly speed: number,
    readonly startTime?: number,
  ) {
    this.#emulated = startTime ?? Date.now();
  }

  /** A clock that goes on from a reading as if it had run all the time since. */
  static resumed(speed: number, { emulated, real, startTime }: ClockReading): Clock {
    const clock = new Clock(speed, startTime);
    clock.#emulated = emulated + Math.max(0, Date.now() - real) * speed;
    return clock;
  }

  /** Emulated time, in milliseconds since 1970. */
  now(): number {
    return this.#emulated + (performance.now() - this.#measured) * this.speed;
  }

  /** Moves emulated time on by that many milliseconds. */
  advance(milliseconds: number): void {
    this.#emulated += milliseconds;
    this.#moves++;
  }

  /** How many times it was moved on. */
  get moves(): number {
    return this.#moves;
  }

  /** The time on the clients' own clocks, in which the life of a token and of a certificate is counted. */
  clientNow(): number {
    return Date.now();
  }

  /** Real seconds to a second of emulated time: what a client has to multiply the waits by that Azure tells it. */
  get scale(): number {
    return this.speed > 0 ? 1 / this.speed : STANDSTILL_SCALE;
  }

  /** Waits for that many seconds of emulated time. */
  async sleep(emulatedSeconds: number): Promise<void> {
    await wait(emulatedSeconds * 1000 * this.scale);
  }

  read(): ClockReading {
    return { emulated: this.now(), real: Date.now(), startTime: this.startTime };
  }
}
