import { Month, MonthlyRetention, Weekday, WeekOfMonth, YearlyRetention } from "../../../lib";
import { unknownNumber } from "../../support/azure";
import { refusal, testStack } from "../../support/synth";

const FIRST_SUNDAY = { weeks: [WeekOfMonth.FIRST], weekdays: [Weekday.SUNDAY] };

test("by weekday: lists come in the order of the calendar, and nothing of the other scheme is there", () => {
  const monthly = MonthlyRetention.byWeekday({
    months: 12,
    weeks: [WeekOfMonth.LAST, WeekOfMonth.FIRST],
    weekdays: [Weekday.SUNDAY, Weekday.MONDAY],
  });
  expect(monthly._rule).toEqual({ weeks: ["First", "Last"], weekdays: ["Monday", "Sunday"] });
  const yearly = YearlyRetention.byWeekday({ years: 7, months: [Month.JULY, Month.JANUARY], ...FIRST_SUNDAY });
  expect(yearly._months).toEqual(["January", "July"]);
});

test("by day: days are sorted, and what is empty or false is left out", () => {
  expect(MonthlyRetention.byDay({ months: 12, days: [15, 1], includeLastDay: false })._rule).toEqual({ days: [1, 15] });
  expect(MonthlyRetention.byDay({ months: 12, includeLastDay: true })._rule).toEqual({ includeLastDays: true });
});

test.each([0, 1_189, 1.5])("%p months are refused", (months) => {
  expect(refusal(() => MonthlyRetention.byDay({ months, days: [1] }))).toBe(
    `MonthlyRetention.byDay: months must be a whole number of months from 1 to 1188, got ${months}; keep the backups for a time in that range`,
  );
});

test.each([0, 100])("%p years are refused", (years) => {
  expect(refusal(() => YearlyRetention.byDay({ years, months: [Month.MAY], days: [1] }))).toContain(
    `years must be a whole number of years from 1 to 99, got ${years}`,
  );
});

test("the longest retentions are taken", () => {
  expect(MonthlyRetention.byDay({ months: 1_188, days: [28] })._months).toBe(1_188);
  expect(YearlyRetention.byDay({ years: 99, months: [Month.MAY], days: [28] })._years).toBe(99);
});

test.each([[[0]], [[29]], [[1, 1]], [[1.5]]])("days %p are refused", (days) => {
  expect(refusal(() => MonthlyRetention.byDay({ months: 1, days }))).toContain(
    `days must be days of the month from 1 to 28, none twice, got ${JSON.stringify(days)}; set includeLastDay for the end of the month`,
  );
});

test("no day at all is refused", () => {
  expect(refusal(() => MonthlyRetention.byDay({ months: 1 }))).toContain(
    "days must be at least one day of the month, got []; name the days, or set includeLastDay",
  );
});

test("one error names everything that is wrong with a retention", () => {
  const message = refusal(() => YearlyRetention.byWeekday({ years: 0, months: [], weeks: [], weekdays: [] }));
  expect(message).toMatch(/4 problems\n {2}- years .+\n {2}- months .+\n {2}- weeks .+\n {2}- weekdays .+/);
});

test("numbers that only the deployment knows pass, one by one", () => {
  const stack = testStack();
  const day = unknownNumber(stack, "day");
  expect(() => MonthlyRetention.byDay({ months: unknownNumber(stack, "months"), days: [1, day] })).not.toThrow();
  expect(() => MonthlyRetention.byDay({ months: 1, days: [29, day] })).toThrow("days must be");
});
