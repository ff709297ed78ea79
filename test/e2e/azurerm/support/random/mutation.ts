import type { Random } from "../../../../support/random";

/** Changes one prop to a value near a limit. */
export type Mutation<P> = (random: Random) => Partial<P>;

/** Returns valid props with up to two changes, which may be valid too. */
export function mutated<P extends object>(props: P, mutations: readonly [Mutation<P>, ...Mutation<P>[]], random: Random): P {
  const first = random.below(mutations.length);
  const second = (first + 1 + random.below(mutations.length - 1)) % mutations.length;
  const chosen = [mutations[first], mutations[second]].slice(0, random.below(3));
  return chosen.reduce<P>((before, mutate) => ({ ...before, ...mutate?.(random) }), props);
}
