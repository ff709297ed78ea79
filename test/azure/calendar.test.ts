import { addMonths, isLastOfMonth, monthOf, weekdayOf, weeksOfMonth } from "../../lib/azure/calendar";

test.each([
  ["2027-01-03", "Sunday", "January", ["First"]],
  ["2027-01-31", "Sunday", "January", ["Last"]],
  ["2027-02-22", "Monday", "February", ["Fourth", "Last"]],
  ["2027-03-22", "Monday", "March", ["Fourth"]],
  ["2024-02-29", "Thursday", "February", ["Last"]],
  ["2027-12-18", "Saturday", "December", ["Third"]],
])("returns weekday, month and positions of %s: %s, %s, %j", (day, weekday, month, weeks) => {
  expect([weekdayOf(day), monthOf(day), weeksOfMonth(day)]).toEqual([weekday, month, weeks]);
});

test.each([
  ["2027-02-28", true],
  ["2028-02-28", false],
  ["2028-02-29", true],
  ["2027-04-30", true],
  ["2027-12-30", false],
])("isLastOfMonth(%s) returns %p", (day, expected) => {
  expect(isLastOfMonth(day)).toBe(expected);
});

test.each([
  ["2027-01-31", 1, "2027-02-28"],
  ["2027-12-15", 1, "2028-01-15"],
  ["2028-02-29", 12, "2029-02-28"],
  ["2027-01-03", 1_188, "2126-01-03"],
])("addMonths(%s, %p) returns %s", (day, months, expected) => {
  expect(addMonths(day, months)).toBe(expected);
});
