import { Month, MonthlyRetention, Weekday, WeekOfMonth, YearlyRetention } from "../../../../lib";
import { unknownNumber, unknownText } from "../../../support/azure";
import { FoundBy } from "../../../support/rules";
import { INVALID_INPUT, type PolicyRule, SENT_DAILY } from "../support/rule";

const { FIRST } = WeekOfMonth;
const { SUNDAY } = Weekday;
const byDay = (months: number, ...days: number[]) => MonthlyRetention.byDay({ months, days });
const byWeekday = (weeks: WeekOfMonth[], weekdays: Weekday[]) => MonthlyRetention.byWeekday({ months: 12, weeks, weekdays });
const yearly = (years: number, ...months: Month[]) => YearlyRetention.byDay({ years, months, days: [1] });

/** Rules of monthly and yearly retentions with any schedule. */
export const longTermRules: PolicyRule[] = [
  {
    id: "monthly-retention-at-most-1188",
    rule: "A monthly retention is at most 1,188 months",
    foundBy: FoundBy.AZURE,
    evidence: "azurerm accepts up to 9,999",
    broken: () => byDay(1_189, 1),
    refusal: "months must be a whole number of months from 1 to 1188, got 1189",
    kept: () => byDay(1_188, 1),
    unknown: (stack) => byDay(unknownNumber(stack, "months"), 1),
    sent: { ...SENT_DAILY, retention_monthly: { count: 1_189, days: [1] } },
  },
  {
    id: "yearly-retention-at-most-99",
    rule: "A yearly retention is at most 99 years",
    foundBy: FoundBy.AZURE,
    evidence: "azurerm accepts up to 9,999",
    broken: () => yearly(100, Month.MAY),
    refusal: "years must be a whole number of years from 1 to 99, got 100",
    kept: () => yearly(99, Month.MAY),
    unknown: (stack) => yearly(unknownNumber(stack, "years"), Month.MAY),
    sent: { ...SENT_DAILY, retention_yearly: { count: 100, months: ["May"], days: [1] } },
  },
  {
    id: "yearly-retention-has-months",
    rule: "A yearly retention has at least one month",
    foundBy: FoundBy.AZURE,
    evidence: "azurerm accepts an empty set",
    broken: () => yearly(7),
    refusal: "months must be at least one month, none twice, got []",
    kept: () => yearly(7, Month.MAY),
    unknown: (stack) => yearly(7, unknownText(stack, "month") as unknown as Month),
    sent: { ...SENT_DAILY, retention_yearly: { count: 7, months: [], days: [1] } },
  },
  {
    id: "weeks-and-weekdays",
    rule: "A retention by weekday has at least one week and one weekday",
    foundBy: FoundBy.AZURE,
    evidence: `${INVALID_INPUT}; azurerm accepts empty sets`,
    broken: () => byWeekday([], [SUNDAY]),
    refusal: "weeks must be at least one week of the month, none twice, got []",
    kept: () => byWeekday([FIRST], [SUNDAY]),
    unknown: (stack) => byWeekday([unknownText(stack, "week") as unknown as WeekOfMonth], [SUNDAY]),
    sent: { ...SENT_DAILY, retention_monthly: { count: 12, weeks: [], weekdays: ["Sunday"] } },
  },
  {
    id: "some-day",
    rule: "A retention by day has at least one day, or the last day",
    foundBy: FoundBy.VALIDATE,
    evidence:
      "``one of `retention_monthly.0.days,…` must be specified``; azurerm accepts an explicit empty list or false, and then sends a retention without a day",
    broken: () => byDay(12),
    refusal: "days must be at least one day of the month, got []",
    kept: () => MonthlyRetention.byDay({ months: 12, includeLastDay: true }),
    unknown: (stack) => byDay(12, unknownNumber(stack, "day")),
  },
  {
    id: "day-in-every-month",
    rule: "A day of the month is from 1 to 28; the end of the month is the last day",
    foundBy: FoundBy.AZURE,
    evidence: "azurerm accepts up to 31",
    broken: () => byDay(12, 29),
    refusal: "days must be days of the month from 1 to 28, none twice, got [29]",
    kept: () => byDay(12, 28),
    unknown: (stack) => byDay(12, 28, unknownNumber(stack, "day")),
    sent: { ...SENT_DAILY, retention_monthly: { count: 12, days: [29] } },
  },
];
