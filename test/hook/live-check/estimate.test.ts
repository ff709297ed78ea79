import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { estimate, priceText } from "../../../lib/hook/live-check/estimate";
import { longestHours, programsIn, stepsOf } from "../../../lib/hook/live-check/steps";

const PAGE = readFileSync(resolve(__dirname, "../../../docs/live-check.md"), "utf8").replace(/\s+/g, " ");
const hours = longestHours(stepsOf(programsIn("/bundle")));

test("docs/live-check.md has the price and the longest time that the command prints", () => {
  const { typical, most } = estimate(hours);
  expect(PAGE).toContain(`About ${priceText(typical)}, and at most ${priceText(most)}`);
  expect(PAGE).toContain(`at most ${hours}.`);
});

test("a longer run costs more, and the most is more than the typical price", () => {
  expect(estimate(hours).most).toBeGreaterThan(estimate(hours).typical);
  expect(estimate(2 * hours).most).toBeGreaterThan(estimate(hours).most);
});

test.each([
  [0.41, "USD 0.50 (EUR 0.40)"],
  [5, "USD 5.00 (EUR 4.60)"],
])("rounds USD %p up to '%s'", (usd, text) => {
  expect(priceText(usd)).toBe(text);
});
