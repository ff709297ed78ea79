import type { Clock } from "../clock";

const FIRST_BACKOFF_MS = 30_000;
const LONGEST_BACKOFF_MS = 300_000;

/** Holds back all requests while Azure throttles, because Azure throttles them together. */
export class ThrottleGate {
  private opensAt = 0;
  private refusals = 0;

  constructor(private readonly clock: Clock) {}

  /** The time until the gate opens, in milliseconds. */
  get closedFor(): number {
    return Math.max(0, this.opensAt - this.clock.elapsed());
  }

  /** Closes the gate for the time that Azure asks for, or else longer with each refusal. */
  refused(retryAfterMs: number | undefined): void {
    const backoff = Math.min(FIRST_BACKOFF_MS * 2 ** this.refusals++, LONGEST_BACKOFF_MS);
    this.opensAt = Math.max(this.opensAt, this.clock.elapsed() + (retryAfterMs ?? backoff));
  }

  accepted(): void {
    this.refusals = 0;
  }
}
