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

/** Fails the process if a ratio is above its limit by more than the tolerance. */
export function reportExcess(results: readonly Result[]): void {
  for (const { title, value, limit } of results) {
    if (value <= limit * TOLERANCE) continue;
    const allowed = `at most ${limit}, in CI ${limit * TOLERANCE}`;
    console.error(`${title}: the ratio must be ${allowed}, got ${value.toFixed(2)}; profile it`);
    process.exitCode = 1;
  }
}
