/** Numbers that a seed decides, so that any run can be had again. */
export class Random {
  constructor(private state: number) {}

  /** A whole number of 32 bits (mulberry32). */
  private bits(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** From 0, below 1. */
  next(): number {
    return this.bits() / 4_294_967_296;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  between(least: number, most: number): number {
    return least + this.next() * (most - least);
  }

  /** A whole number from 0, below a bound. */
  below(bound: number): number {
    return this.bits() % bound;
  }

  /** Some of them, in their order; none, perhaps. */
  some<T>(values: readonly T[]): T[] {
    return values.filter(() => this.below(3) === 0);
  }

  integer(least: number, most: number): number {
    return Math.floor(this.between(least, most + 1));
  }

  pick<T>(...choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] ?? choices[0];
  }

  /** A generator of its own, so that what one part draws does not move what another does. */
  fork(): Random {
    return new Random(this.bits());
  }
}
