import fc from "fast-check";
import { percentOf, spanOf, ticksOf } from "../../lib/page/time-axis";

const at = (time: string): number => Date.parse(`2026-11-20T${time}Z`);

test.each([
  ["seconds", "10:00:00", "10:00:08", ["10:00:00", "10:00:02", "10:00:04", "10:00:06", "10:00:08"]],
  ["minutes", "10:03:00", "10:45:00", ["10:10", "10:20", "10:30", "10:40"]],
  ["hours", "08:30:00", "23:59:00", ["09:00", "12:00", "15:00", "18:00", "21:00"]],
])("returns round ticks for a span of %s", (_, from, to, ticks) => {
  expect(ticksOf({ from: at(from), to: at(to) }).map(({ text }) => text)).toEqual(ticks);
});

test("returns dates at midnight", () => {
  const from = at("18:00:00");
  expect(ticksOf({ from, to: from + 86_400_000 }).map(({ text }) => text)).toEqual(["18:00", "11-21", "06:00", "12:00", "18:00"]);
  expect(ticksOf({ from, to: from + 4 * 86_400_000 }).map(({ text }) => text)).toEqual(["11-21", "11-22", "11-23", "11-24"]);
});

test("returns at most seven ticks, in the span and in order, for any span", () => {
  const instant = fc.integer({ min: 0, max: 4_102_444_800_000 });
  fc.assert(
    fc.property(instant, fc.integer({ min: 1_000, max: 400 * 86_400_000 }), (from, length) => {
      const span = { from, to: from + length };
      const ticks = ticksOf(span).map((tick) => tick.at);
      expect(ticks.length).toBeLessThanOrEqual(7);
      expect(ticks.every((tick) => tick >= span.from && tick <= span.to)).toBe(true);
      expect([...ticks].sort((a, b) => a - b)).toEqual(ticks);
    }),
  );
});

test("returns a span of all instants, never of length 0", () => {
  expect(spanOf([5_000, 1_000, 3_000])).toEqual({ from: 1_000, to: 5_000 });
  expect(spanOf([1_000])).toEqual({ from: 1_000, to: 2_000 });
  expect(spanOf([])).toEqual({ from: 0, to: 1_000 });
});

test("returns the place of an instant in percent, within the span", () => {
  const span = { from: 1_000, to: 4_000 };
  expect([500, 1_000, 2_000, 4_000, 9_000].map((instant) => percentOf(span, instant))).toEqual([0, 0, 33.333, 100, 100]);
});
