import { Month, MonthlyRetention, Weekday, WeekOfMonth, YearlyRetention } from "../../../lib";
import { unknownNumber } from "../../support/azure";
import { refusal, testStack } from "../../support/synth";

const FIRST_SUNDAY = { weeks: [WeekOfMonth.FIRST], weekdays: [Weekday.SUNDAY] };

test("byWeekday sorts lists in calendar order, and leaves the arguments of byDay undefined", () => {
  const monthly = MonthlyRetention.byWeekday({
    months: 12,
    weeks: [WeekOfMonth.LAST, WeekOfMonth.FIRST],
    weekdays: [Weekday.SUNDAY, Weekday.MONDAY],
  });
  expect(monthly._rule).toEqual({ weeks: ["First", "Last"], weekdays: ["Monday", "Sunday"] });
  const yearly = YearlyRetention.byWeekday({ years: 7, months: [Month.JULY, Month.JANUARY], ...FIRST_SUNDAY });
  expect(yearly._months).toEqual(["January", "July"]);
});

test("byDay sorts days, and leaves empty and false arguments undefined", () => {
  expect(MonthlyRetention.byDay({ months: 12, days: [15, 1], includeLastDay: false })._rule).toEqual({ days: [1, 15] });
  expect(MonthlyRetention.byDay({ months: 12, includeLastDay: true })._rule).toEqual({ includeLastDays: true });
});

test.each([0, 1_189, 1.5])("throws if months is %p", (months) => {
  expect(refusal(() => MonthlyRetention.byDay({ months, days: [1] }))).toBe(
    `MonthlyRetention.byDay: months must be a whole number of months from 1 to 1188, got ${months}; keep the backups for a time in that range`,
  );
});

test.each([0, 100])("throws if years is %p", (years) => {
  expect(refusal(() => YearlyRetention.byDay({ years, months: [Month.MAY], days: [1] }))).toContain(
    `years must be a whole number of years from 1 to 99, got ${years}`,
  );
});

test("accepts the maximum retentions", () => {
  expect(MonthlyRetention.byDay({ months: 1_188, days: [28] })._months).toBe(1_188);
  expect(YearlyRetention.byDay({ years: 99, months: [Month.MAY], days: [28] })._years).toBe(99);
});

test.each([[[0]], [[29]], [[1, 1]], [[1.5]]])("throws if days is %p", (days) => {
  expect(refusal(() => MonthlyRetention.byDay({ months: 1, days }))).toContain(
    `days must be days of the month from 1 to 28, none twice, got ${JSON.stringify(days)}; set includeLastDay for the end of the month`,
  );
});

test("throws if no day is selected", () => {
  expect(refusal(() => MonthlyRetention.byDay({ months: 1 }))).toContain(
    "days must be at least one day of the month, got []; name the days, or set includeLastDay",
  );
});

test("throws one error that lists all problems of a retention", () => {
  const message = refusal(() => YearlyRetention.byWeekday({ years: 0, months: [], weeks: [], weekdays: [] }));
  expect(message).toMatch(/4 problems\n {2}- years .+\n {2}- months .+\n {2}- weeks .+\n {2}- weekdays .+/);
});

test("accepts tokens, also beside literals that it checks", () => {
  const stack = testStack();
  const day = unknownNumber(stack, "day");
  expect(() => MonthlyRetention.byDay({ months: unknownNumber(stack, "months"), days: [1, day] })).not.toThrow();
  expect(() => MonthlyRetention.byDay({ months: 1, days: [29, day] })).toThrow("days must be");
});
