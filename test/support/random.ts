/** A seeded random generator, so that a run can be repeated. */
export class Random {
  constructor(private state: number) {}

  /** A whole number of 32 bits (mulberry32). */
  protected bits(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** A number from 0, inclusive, to 1, exclusive. */
  next(): number {
    return this.bits() / 4_294_967_296;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  between(least: number, most: number): number {
    return least + this.next() * (most - least);
  }

  /** A whole number from 0, inclusive, to a bound, exclusive. */
  below(bound: number): number {
    return this.bits() % bound;
  }

  /** A random subset in the same order; it may be empty. */
  some<T>(values: readonly T[]): T[] {
    return values.filter(() => this.below(3) === 0);
  }

  integer(least: number, most: number): number {
    return Math.floor(this.between(least, most + 1));
  }

  pick<T>(...choices: readonly [T, ...T[]]): T {
    return choices[this.below(choices.length)] ?? choices[0];
  }

  /** An independent generator, so that the numbers of one part do not depend on how many another part takes. */
  fork(): Random {
    return new Random(this.bits());
  }
}
