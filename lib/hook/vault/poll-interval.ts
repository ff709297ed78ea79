export const SHORTEST_INTERVAL_MS = 30_000;
const LONGEST_INTERVAL_MS = 300_000;
const GROWTH = 1.5;

/** Returns the wait before a vault's jobs are listed again, in milliseconds: from 30 s in round 0, growing to 5 minutes. */
export function pollInterval(round: number): number {
  return Math.min(SHORTEST_INTERVAL_MS * GROWTH ** round, LONGEST_INTERVAL_MS);
}
