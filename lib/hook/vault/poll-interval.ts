export const SHORTEST_INTERVAL_MS = 30_000;
const LONGEST_INTERVAL_MS = 300_000;
const GROWTH = 1.5;

/** The wait before a vault's jobs are listed again, in milliseconds: from 30 s up to 5 minutes with each round. */
export function pollInterval(round: number): number {
  return Math.min(SHORTEST_INTERVAL_MS * GROWTH ** round, LONGEST_INTERVAL_MS);
}
