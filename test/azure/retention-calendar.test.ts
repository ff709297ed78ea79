import { longestRetention, longestRetentionDays, type RetentionRules } from "../../lib/azure/retention-calendar";

const FIRST_SUNDAY = { weeks: ["First"], weekdays: ["Sunday"] };
const RULES: RetentionRules = {
  dailyDays: 14,
  weekly: { weeks: 8, weekdays: ["Sunday"] },
  monthly: { months: 12, select: FIRST_SUNDAY },
  yearly: { years: 5, monthsOfYear: ["January"], select: { days: [1], includeLastDays: true } },
};

test.each([
  ["2027-03-09", { keptBy: "daily", expiresOn: "2027-03-23" }],
  ["2027-03-14", { keptBy: "weekly", expiresOn: "2027-05-09" }],
  ["2027-03-07", { keptBy: "monthly", expiresOn: "2028-03-07" }],
  ["2027-01-01", { keptBy: "yearly", expiresOn: "2032-01-01" }],
  ["2027-01-31", { keptBy: "yearly", expiresOn: "2032-01-31" }],
])("longestRetention returns the rule that keeps %s the longest", (day, expected) => {
  expect(longestRetention(RULES, day)).toEqual(expected);
});

test("longestRetention returns undefined if no rule keeps the day", () => {
  expect(longestRetention({ weekly: { weeks: 4, weekdays: ["Sunday"] } }, "2027-03-09")).toBeUndefined();
});

test("longestRetention returns the first of two rules that keep a day equally long", () => {
  const rules = { dailyDays: 14, weekly: { weeks: 2, weekdays: ["Sunday"] } };
  expect(longestRetention(rules, "2027-03-14")?.keptBy).toBe("daily");
});

test("longestRetentionDays returns at least the days of every rule", () => {
  expect(longestRetentionDays(RULES)).toBeGreaterThanOrEqual(5 * 366);
  expect(longestRetentionDays({})).toBe(0);
});

test.each<[string, RetentionRules, number]>([
  ["days", { dailyDays: 30, weekly: { weeks: 4, weekdays: [] } }, 30],
  ["weeks", { dailyDays: 7, weekly: { weeks: 12, weekdays: [] } }, 84],
  ["months", { weekly: { weeks: 4, weekdays: [] }, monthly: { months: 2, select: {} } }, 62],
  ["years", { monthly: { months: 2, select: {} }, yearly: { years: 1, monthsOfYear: [], select: {} } }, 372],
])("longestRetentionDays takes the longest one, in %s", (_, rules, days) => {
  expect(longestRetentionDays(rules)).toBe(days);
});

test.each([
  ["the last day, which is not included", { days: [1], includeLastDays: false }, "2027-03-31"],
  ["a day beside the last one", { includeLastDays: true }, "2027-03-30"],
  ["another weekday of the week", FIRST_SUNDAY, "2027-03-01"],
  ["the weekday in another week", FIRST_SUNDAY, "2027-03-14"],
  ["a weekday without weeks", { weekdays: ["Sunday"] }, "2027-03-07"],
  ["a week without weekdays", { weeks: ["First"] }, "2027-03-07"],
])("keeps nothing on %s", (_, select, day) => {
  expect(longestRetention({ monthly: { months: 12, select } }, day)).toBeUndefined();
});

test("keeps the last week too if it is the fourth one", () => {
  const select = { weeks: ["Last"], weekdays: ["Sunday"] };
  const kept = ["2027-02-21", "2027-02-28", "2027-03-28", "2027-03-21"].map((day) =>
    longestRetention({ monthly: { months: 1, select } }, day),
  );
  expect(kept.map(Boolean)).toEqual([false, true, true, false]);
});
