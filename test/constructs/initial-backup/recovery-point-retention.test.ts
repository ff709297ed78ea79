import { RecoveryPointRetention } from "../../../lib";
import { unknownNumber, unknownText } from "../../support/azure";
import { refusal, testStack } from "../../support/synth";

test.each([1, 60, 36_159])("%p days are taken", (days) => {
  expect(RecoveryPointRetention.days(days)._retention).toEqual({ days });
});

test.each([0, 36_160, 1.5, Number.NaN, -1])("%p days are refused", (days) => {
  expect(refusal(() => RecoveryPointRetention.days(days))).toBe(
    "RecoveryPointRetention.days: days must be a whole number from 1 to 36159 (99 years), " +
      `got ${String(days)}; keep the recovery point for a time in that range`,
  );
});

test.each(["2027-01-31", "2028-02-29", "1999-12-31"])("%s is taken, past or not", (lastDay) => {
  expect(RecoveryPointRetention.until(lastDay)._retention).toEqual({ until: lastDay });
});

test.each(["2027-02-29", "2027-13-01", "31.01.2027", "2027-01-31T00:00:00Z", ""])("'%s' is refused", (lastDay) => {
  expect(refusal(() => RecoveryPointRetention.until(lastDay))).toBe(
    `RecoveryPointRetention.until: lastDay must be a date of the calendar, such as '2027-01-31', got '${lastDay}'; write the last day as YYYY-MM-DD`,
  );
});

test("a day that is no text is refused", () => {
  expect(refusal(() => RecoveryPointRetention.until(20270131 as never))).toBe(
    "RecoveryPointRetention.until: lastDay must be a date of the calendar, such as '2027-01-31', got 20270131; " +
      "write the last day as YYYY-MM-DD",
  );
});

test("accepts values that only the deployment knows", () => {
  const stack = testStack();
  expect(() => RecoveryPointRetention.days(unknownNumber(stack, "days"))).not.toThrow();
  expect(() => RecoveryPointRetention.until(unknownText(stack, "day"))).not.toThrow();
});
