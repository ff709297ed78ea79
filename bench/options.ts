import { InvalidArgumentError } from "commander";
import type { Result } from "./constructs/figures";

/** The options of a bench. */
export interface Options {
  readonly rounds: number;
  readonly check?: true;
}

/** The factor by which a ratio of the fastest runs may exceed its limit in CI, whose machines are shared. */
const TOLERANCE = 1.25;

export function roundsOf(text: string): number {
  const rounds = Number(text);
  if (Number.isInteger(rounds) && rounds > 0) return rounds;
  throw new InvalidArgumentError("must be a whole number of at least 1");
}

/** How often a check measures again while a ratio is too high: other load on the machine passes, and a slower program stays slow. */
const MAX_MEASUREMENTS = 3;

/**
 * Measures, again if a ratio is above its limit by more than the tolerance, and fails the process if it still is after the last time.
 * @param measure adds to what was measured before, and returns the results of all
 */
export async function checkLimits(measure: () => Promise<readonly Result[]>): Promise<void> {
  let results = await measure();
  for (let count = 1; count < MAX_MEASUREMENTS && results.some(isExcess); count++) results = await measure();
  reportExcess(results);
}

function isExcess({ value, limit }: Result): boolean {
  return value > limit * TOLERANCE;
}

function reportExcess(results: readonly Result[]): void {
  for (const { title, value, limit } of results.filter(isExcess)) {
    const allowed = `at most ${limit}, in CI ${limit * TOLERANCE}`;
    console.error(`${title}: the ratio must be ${allowed}, got ${value.toFixed(2)}; profile it`);
    process.exitCode = 1;
  }
}
