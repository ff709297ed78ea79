import { MAX_RETENTION_YEARS } from "../../azure/limits";
import { Month, WeekOfMonth, Weekday } from "../../azure/calendar";
import { checkFlags, requireOptions } from "../private/option-types";
import { checkList, checkWholeNumber, isLiteral, problem, throwIfInvalid } from "../private/problems";
import { checkCalendar, inCalendarOrder } from "./calendar";
import { type OptionNames, throwIfMisspelled } from "../private/option-names";

/** The maximum monthly retention. @see https://learn.microsoft.com/azure/backup/backup-azure-vm-backup-faq */
const MAX_MONTHS = 12 * MAX_RETENTION_YEARS;

/** The last day of a month that every month has. */
const LAST_COMMON_DAY = 28;

/** How long Azure keeps one backup of each week. */
export interface WeeklyRetention {
  /** How many weeks Azure keeps the backup: 1 to 5,163. */
  readonly weeks: number;

  /**
   * The weekdays whose backups Azure keeps. With a weekly schedule they must be the weekdays of the schedule.
   * @default - the weekdays of a weekly schedule; required with any other
   */
  readonly weekdays?: Weekday[];
}

/** Selects backups by weekday. */
export interface WeekdayRule {
  /** The positions of the weekdays in the month, such as the first; at least one, none twice. */
  readonly weeks: WeekOfMonth[];
  /** The weekdays; at least one, none twice. With a weekly schedule, only weekdays of the schedule. */
  readonly weekdays: Weekday[];
}

/** Selects backups by day of the month. It requires a schedule with a backup every day. */
export interface DayRule {
  /**
   * Days of the month, 1 to 28.
   * @default - none; `includeLastDay` is then required
   */
  readonly days?: number[];

  /**
   * Whether the last day of each month is also selected.
   * @default false
   */
  readonly includeLastDay?: boolean;
}

/** Options of {@link MonthlyRetention.byWeekday}. */
export interface MonthlyByWeekdayOptions extends WeekdayRule {
  /** How many months Azure keeps the backup: 1 to 1,188. */
  readonly months: number;
}

/** Options of {@link MonthlyRetention.byDay}. */
export interface MonthlyByDayOptions extends DayRule {
  /** How many months Azure keeps the backup: 1 to 1,188. */
  readonly months: number;
}

/** How long Azure keeps some backups of each month. */
export class MonthlyRetention {
  /**
   * Keeps the backups of some weekdays, such as each first Sunday.
   * @throws if a number is out of range, or if a list is empty or has a member twice
   */
  public static byWeekday(options: MonthlyByWeekdayOptions): MonthlyRetention {
    requireOptions(
      "MonthlyRetention.byWeekday",
      "options",
      options,
      "{ months: 12, weeks: [WeekOfMonth.FIRST], weekdays: [Weekday.SUNDAY] }",
    );
    throwIfMisspelled("MonthlyRetention.byWeekday", options, MONTHLY_BY_WEEKDAY);
    throwIfInvalid("MonthlyRetention.byWeekday", [...checkMonths(options.months), ...checkWeekdayRule(options)]);
    return new MonthlyRetention(options.months, sortedWeekdayRule(options));
  }

  /**
   * Keeps the backups of some days of the month.
   * @throws if a number is out of range, or if no day is selected or a day is given twice
   */
  public static byDay(options: MonthlyByDayOptions): MonthlyRetention {
    requireOptions("MonthlyRetention.byDay", "options", options, "{ months: 12, days: [1] }");
    throwIfMisspelled("MonthlyRetention.byDay", options, MONTHLY_BY_DAY);
    throwIfInvalid("MonthlyRetention.byDay", [...checkMonths(options.months), ...checkDayRule(options)]);
    return new MonthlyRetention(options.months, sortedDayRule(options));
  }

  private constructor(
    private readonly months: number,
    /** @internal */
    public readonly _rule: RetentionRule,
  ) {}

  /** @internal */
  public get _months(): number {
    return this.months;
  }
}

/** Options of {@link YearlyRetention.byWeekday}. */
export interface YearlyByWeekdayOptions extends WeekdayRule {
  /** How many years Azure keeps the backup: 1 to 99. */
  readonly years: number;
  /** The months whose backups Azure keeps; at least one, none twice. */
  readonly months: Month[];
}

/** Options of {@link YearlyRetention.byDay}. */
export interface YearlyByDayOptions extends DayRule {
  /** How many years Azure keeps the backup: 1 to 99. */
  readonly years: number;
  /** The months whose backups Azure keeps; at least one, none twice. */
  readonly months: Month[];
}

const WEEKDAY_RULE: OptionNames<WeekdayRule> = { weeks: true, weekdays: true };
const DAY_RULE: OptionNames<DayRule> = { days: true, includeLastDay: true };
const YEARLY_BY_WEEKDAY: OptionNames<YearlyByWeekdayOptions> = { ...WEEKDAY_RULE, years: true, months: true };
const YEARLY_BY_DAY: OptionNames<YearlyByDayOptions> = { ...DAY_RULE, years: true, months: true };
const MONTHLY_BY_WEEKDAY: OptionNames<MonthlyByWeekdayOptions> = { ...WEEKDAY_RULE, months: true };
const MONTHLY_BY_DAY: OptionNames<MonthlyByDayOptions> = { ...DAY_RULE, months: true };

/** How long Azure keeps some backups of each year. */
export class YearlyRetention {
  /**
   * Keeps the backups of some weekdays in some months, such as the first Sunday of January.
   * @throws if a number is out of range, or if a list is empty or has a member twice
   */
  public static byWeekday(options: YearlyByWeekdayOptions): YearlyRetention {
    requireOptions(
      "YearlyRetention.byWeekday",
      "options",
      options,
      "{ years: 7, months: [Month.JANUARY], weeks: [WeekOfMonth.FIRST], weekdays: [Weekday.SUNDAY] }",
    );
    throwIfMisspelled("YearlyRetention.byWeekday", options, YEARLY_BY_WEEKDAY);
    throwIfInvalid("YearlyRetention.byWeekday", [...checkYears(options), ...checkWeekdayRule(options)]);
    return new YearlyRetention(options.years, inCalendarOrder(Month, options.months), sortedWeekdayRule(options));
  }

  /**
   * Keeps the backups of some days in some months.
   * @throws if a number is out of range, if a list has a member twice, or if no month or day is selected
   */
  public static byDay(options: YearlyByDayOptions): YearlyRetention {
    requireOptions("YearlyRetention.byDay", "options", options, "{ years: 7, months: [Month.JANUARY], days: [1] }");
    throwIfMisspelled("YearlyRetention.byDay", options, YEARLY_BY_DAY);
    throwIfInvalid("YearlyRetention.byDay", [...checkYears(options), ...checkDayRule(options)]);
    return new YearlyRetention(options.years, inCalendarOrder(Month, options.months), sortedDayRule(options));
  }

  private constructor(
    private readonly years: number,
    /** @internal */
    public readonly _months: Month[],
    /** @internal */
    public readonly _rule: RetentionRule,
  ) {}

  /** @internal */
  public get _years(): number {
    return this.years;
  }
}

/** A rule by weekday or by day, as azurerm's arguments. Arguments of the other kind must be undefined: azurerm counts an empty list as present. */
export interface RetentionRule {
  readonly weeks?: WeekOfMonth[];
  readonly weekdays?: Weekday[];
  readonly days?: number[];
  readonly includeLastDays?: true;
}

function sortedWeekdayRule({ weeks, weekdays }: WeekdayRule): RetentionRule {
  return { weeks: inCalendarOrder(WeekOfMonth, weeks), weekdays: inCalendarOrder(Weekday, weekdays) };
}

function sortedDayRule({ days = [], includeLastDay }: DayRule): RetentionRule {
  return {
    days: days.length > 0 ? [...days].sort((one, other) => one - other) : undefined,
    includeLastDays: includeLastDay ? true : undefined,
  };
}

function checkMonths(months: number): string[] {
  const rule = {
    allowed: `a whole number of months from 1 to ${MAX_MONTHS}`,
    remedy: "keep the backups for a time in that range",
  };
  return checkWholeNumber("months", months, 1, MAX_MONTHS, rule);
}

function checkYears({ years, months }: { years: number; months: Month[] }): string[] {
  const rule = {
    allowed: `a whole number of years from 1 to ${MAX_RETENTION_YEARS}`,
    remedy: "keep the backups for a time in that range",
  };
  return [
    ...checkWholeNumber("years", years, 1, MAX_RETENTION_YEARS, rule),
    ...checkCalendar("months", months, Month, { allowed: "at least one month, none twice", remedy: "name the months to keep" }),
  ];
}

function checkWeekdayRule({ weeks, weekdays }: WeekdayRule): string[] {
  return [
    ...checkCalendar("weeks", weeks, WeekOfMonth, {
      allowed: "at least one week of the month, none twice",
      remedy: "name the weeks to keep",
    }),
    ...checkCalendar("weekdays", weekdays, Weekday, {
      allowed: "at least one weekday, none twice",
      remedy: "name the days to keep",
    }),
  ];
}

function checkDayRule(rule: DayRule): string[] {
  return [...checkFlags(rule, "includeLastDay"), ...checkDays(rule)];
}

function isCommonDay(day: number): boolean {
  return Number.isInteger(day) && day >= 1 && day <= LAST_COMMON_DAY;
}

function checkDays({ days = [], includeLastDay }: DayRule): string[] {
  if (!isLiteral(days)) return [];
  if (!Array.isArray(days)) return checkList("days", days, "days of the month");
  if (days.length === 0 && !includeLastDay) {
    return [problem("days", days, { allowed: "at least one day of the month", remedy: "name the days, or set includeLastDay" })];
  }
  const rule = {
    allowed: `days of the month from 1 to ${LAST_COMMON_DAY}, none twice`,
    remedy: "set includeLastDay for the end of the month",
  };
  const wrong = days.filter(isLiteral).some((day, index, known) => !isCommonDay(day) || known.indexOf(day) !== index);
  return wrong ? [problem("days", days, rule)] : [];
}
