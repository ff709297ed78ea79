/** The times that a timeline shows, in milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  ...[1, 2, 5, 10, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
  ...[1, 2, 7, 14, 28].map((count) => count * DAY),
];
/** As many as fit next to each other on a phone. */
const MAX_TICKS = 6;

/** Returns the span of these instants, never of length 0. */
export function spanOf(instants: readonly number[]): Span {
  const from = instants.reduce((a, b) => Math.min(a, b), Infinity);
  const to = instants.reduce((a, b) => Math.max(a, b), -Infinity);
  return Number.isFinite(from) ? { from, to: Math.max(to, from + SECOND) } : { from: 0, to: SECOND };
}

/** Returns where an instant is in a span, in percent of its length, within 0 and 100. */
export function percentOf({ from, to }: Span, instant: number): number {
  const percent = ((instant - from) / (to - from)) * 100;
  return Number(Math.min(100, Math.max(0, percent)).toFixed(3));
}

export interface Tick {
  readonly at: number;
  readonly text: string;
}

/** Returns round times (UTC) in a span: as dates if they are days apart, else as times of day. */
export function ticksOf({ from, to }: Span): Tick[] {
  const least = (to - from) / MAX_TICKS;
  const step = STEPS.find((candidate) => candidate >= least) ?? Math.ceil(least / DAY) * DAY;
  const count = Math.floor(to / step) - Math.ceil(from / step) + 1;
  return Array.from({ length: count }, (_, index) => {
    const at = (Math.ceil(from / step) + index) * step;
    return { at, text: tickText(at, step) };
  });
}

function tickText(at: number, step: number): string {
  const text = new Date(at).toISOString();
  if (at % DAY === 0 && step >= HOUR) return text.slice(5, 10);
  return step < MINUTE ? text.slice(11, 19) : text.slice(11, 16);
}
