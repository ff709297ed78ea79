import fc from "fast-check";
import { Random } from "./random";

/** As many decisions as a generator of the tests makes; further ones take the first choice. */
const DECISIONS = 48;

/** A generator whose numbers fast-check draws, so that it shrinks every decision towards the first choice. */
class DrawnRandom extends Random {
  private next32 = 0;

  constructor(private readonly drawn: readonly number[]) {
    super(0);
  }

  protected override bits(): number {
    return this.drawn[this.next32++] ?? 0;
  }
}

/** Draws the decisions of a generator. Each call of the drawn function returns a generator that makes the same ones. */
export function decisions(): fc.Arbitrary<() => Random> {
  const bits = fc.noBias(fc.nat(0xffff_ffff));
  const drawn = fc.array(bits, { minLength: DECISIONS, maxLength: DECISIONS });
  return drawn.map((numbers) =>
    Object.assign(() => new DrawnRandom(numbers), { toString: () => `decisions ${numbers.join(" ")}` }),
  );
}
