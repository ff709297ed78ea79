import { FIGURES, resultOf } from "../../bench/constructs/figures";
import { type Sample, spread } from "../../bench/constructs/sample";

const took = (...milliseconds: number[]): Sample[] =>
  milliseconds.map((one) => ({ milliseconds: one, peakBytes: one * 100, jsonBytes: one * 10 }));

test.each([
  ["an odd number of runs", [9, 1, 4], { median: 4, min: 1, max: 9 }],
  ["an even number of runs", [9, 1, 4, 2], { median: 3, min: 1, max: 9 }],
])("the middle of %s", (_, milliseconds, expected) => {
  expect(spread(took(...milliseconds), "milliseconds")).toEqual(expected);
});

test("a ratio is that of the medians", () => {
  const samples = new Map([
    ["ours", took(3, 1, 2)],
    ["l1", took(4, 40, 5)],
  ]);
  const figure = { title: "time", metric: "milliseconds", ours: "ours", beside: "l1", limit: 1 } as const;
  expect(resultOf(figure, samples)).toMatchObject({ value: 0.4, oursSpread: { max: 3 }, besideSpread: { max: 40 } });
});

test("the fastest runs may count instead", () => {
  const samples = new Map([
    ["ours", took(3, 1, 2)],
    ["l1", took(4, 40, 5)],
  ]);
  const figure = { title: "time", metric: "milliseconds", ours: "ours", beside: "l1", limit: 1 } as const;
  expect(resultOf(figure, samples, "min").value).toBe(0.25);
});

test.each([
  ["its own limit", 15, 10, 15],
  ["what the other figure allows, if that is more", 22, 20, 23],
])("a figure that has another beside its limit may be %s", (_, ours, other, limit) => {
  const samples = new Map([
    ["ours", took(ours)],
    ["other", took(other)],
  ]);
  const figure = { title: "growth", metric: "milliseconds", ours: "other", beside: 1, limit: Infinity } as const;
  const result = resultOf({ ...figure, ours: "ours", limit: 15, orAtMost: { figure, times: 1.15 } }, samples);
  expect(result.value).toBe(ours);
  expect(result.limit).toBeCloseTo(limit);
});

test("what every app costs is taken from both sides first", () => {
  const samples = new Map([
    ["empty", took(10)],
    ["ours", took(12)],
    ["l1", took(18)],
  ]);
  const figure = { title: "memory", metric: "peakBytes", ours: "ours", beside: "l1", limit: 1, above: "empty" } as const;
  expect(resultOf(figure, samples).value).toBe(0.25);
});

test("a number may be the measure", () => {
  const figure = { title: "size", metric: "jsonBytes", ours: "ours", beside: 50, limit: 250 } as const;
  expect(resultOf(figure, new Map([["ours", took(20)]])).value).toBe(4);
});

test("each figure has a title of its own, since the table and a failure in CI go by it", () => {
  expect(new Set(FIGURES.map(({ title }) => title)).size).toBe(FIGURES.length);
});
