import type { Clock } from "../clock";

const FIRST_BACKOFF_MS = 30_000;
const LONGEST_BACKOFF_MS = 300_000;

/** Lets nobody pass while Azure throttles: what it refuses one request, it refuses those beside it. */
export class ThrottleGate {
  private opensAt = 0;
  private refusals = 0;

  constructor(private readonly clock: Clock) {}

  /** How long the gate is closed still, in milliseconds. */
  get closedFor(): number {
    return Math.max(0, this.opensAt - this.clock.elapsed());
  }

  /** Closes it for as long as Azure asks, or longer with each refusal if Azure does not say. */
  refused(retryAfterMs: number | undefined): void {
    const backoff = Math.min(FIRST_BACKOFF_MS * 2 ** this.refusals++, LONGEST_BACKOFF_MS);
    this.opensAt = Math.max(this.opensAt, this.clock.elapsed() + (retryAfterMs ?? backoff));
  }

  passed(): void {
    this.refusals = 0;
  }
}
