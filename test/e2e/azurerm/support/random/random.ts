/** Chance that can be had again: the same seed, the same course (mulberry32). */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** A whole number from 0, below a bound. */
  below(bound: number): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  }

  pick<T>(values: readonly [T, ...T[]]): T {
    return values[this.below(values.length)] ?? values[0];
  }

  /** Some of them, in their order; none, perhaps. */
  some<T>(values: readonly T[]): T[] {
    return values.filter(() => this.below(3) === 0);
  }
}

/** Makes one prop another, of values around the limits of what is allowed. */
export type Mutation<P> = (random: Random) => Partial<P>;

/** Props that are right but for up to two of them, which may be right, too. */
export function mutated<P extends object>(props: P, mutations: readonly [Mutation<P>, ...Mutation<P>[]], random: Random): P {
  const first = random.below(mutations.length);
  const second = (first + 1 + random.below(mutations.length - 1)) % mutations.length;
  const chosen = [mutations[first], mutations[second]].slice(0, random.below(3));
  return chosen.reduce<P>((before, mutate) => ({ ...before, ...mutate?.(random) }), props);
}
