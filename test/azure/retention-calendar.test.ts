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
