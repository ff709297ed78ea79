/**
 * The emulator's clock, the only thing in it that knows the time. It starts at the present and runs `speed` times as fast as
 * real time; {@link advance} moves it on at once. Whatever happens "after a while" is derived from it when somebody asks, so
 * there are no timers to wait for.
 */
export class Clock {
  #emulated: number;
  #measured: number;

  constructor(readonly speed: number) {
    this.#emulated = Date.now();
    this.#measured = performance.now();
  }

  /** Emulated time, in milliseconds since 1970. */
  now(): number {
    return this.#emulated + (performance.now() - this.#measured) * this.speed;
  }

  /** Moves emulated time on by that many milliseconds. */
  advance(milliseconds: number): void {
    this.#emulated += milliseconds;
  }

  /** The time on the clients' own clocks, in which the life of a token and of a certificate is counted. */
  clientNow(): number {
    return Date.now();
  }

  /** What a client has to wait, in whole seconds of its own, for that many emulated ones to pass. */
  clientSeconds(emulatedSeconds: number): number {
    return Math.round(emulatedSeconds / this.speed);
  }
}
