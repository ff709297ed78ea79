import { Weekday } from "../../azure/calendar";
import { checkInstance, checkOptionalInstance } from "../private/instances";
import { checkText, throwIfInvalid } from "../private/problems";
import { checkCalendar, inCalendarOrder } from "./calendar";
import { HourlyWindow } from "./hourly-window";
import { TimeZone } from "./time-zone";
import { requireOptions } from "../private/option-types";
import { type OptionNames, throwIfMisspelled } from "../private/option-names";

/** Options of {@link BackupSchedule.daily}. */
export interface DailyScheduleOptions {
  /** The time of day at which backups start, `HH:00` or `HH:30` of a 24-hour clock. Azure starts each backup within two hours of it. */
  readonly time: string;

  /**
   * The time zone of the time of day. Synth warns if a clock change of the zone skips or repeats the time.
   * @default TimeZone.UTC
   */
  readonly timeZone?: TimeZone;
}

/** Options of {@link BackupSchedule.weekly}. */
export interface WeeklyScheduleOptions extends DailyScheduleOptions {
  /** The weekdays on which Azure takes backups; at least one, none twice. */
  readonly weekdays: Weekday[];
}

/** Options of {@link BackupSchedule.hourly}; `time` is the time of the first backup of each day. */
export interface HourlyScheduleOptions extends DailyScheduleOptions {
  /** The interval of the backups, and for how many hours of each day Azure takes them. */
  readonly window: HourlyWindow;
}

const DAILY: OptionNames<DailyScheduleOptions> = { time: true, timeZone: true };
const WEEKLY: OptionNames<WeeklyScheduleOptions> = { ...DAILY, weekdays: true };
const HOURLY: OptionNames<HourlyScheduleOptions> = { ...DAILY, window: true };

const MINUTES_PER_DAY = 24 * 60;

type Frequency = "Hourly" | "Daily" | "Weekly";

/**
 * When a policy takes backups.
 *
 * @example
 * BackupSchedule.hourly({ time: "08:00", window: HourlyWindow.EVERY_4_HOURS_FOR_12_HOURS });
 *
 * @see https://learn.microsoft.com/azure/backup/backup-azure-vms-introduction
 */
export class BackupSchedule {
  /**
   * Several backups a day; Azure transfers the last backup of the day to the vault. The policy becomes an Enhanced policy.
   * @throws if the time is not on the hour or half hour
   * @see https://learn.microsoft.com/azure/backup/backup-azure-vms-enhanced-policy
   */
  public static hourly(options: HourlyScheduleOptions): BackupSchedule {
    requireOptions("BackupSchedule.hourly", "options", options, '{ time: "08:00", window }');
    throwIfMisspelled("BackupSchedule.hourly", options, HOURLY);
    const windows = "use a member of HourlyWindow, or HourlyWindow.of({ intervalHours, durationHours })";
    const problems = checkInstance("window", options.window, HourlyWindow, windows);
    throwIfInvalid("BackupSchedule.hourly", [...checkTime(options), ...problems]);
    return new BackupSchedule("Hourly", options.time, options.timeZone, undefined, options.window);
  }

  /**
   * One backup a day.
   * @throws if the time is not on the hour or half hour
   */
  public static daily(options: DailyScheduleOptions): BackupSchedule {
    requireOptions("BackupSchedule.daily", "options", options, '{ time: "22:00" }');
    throwIfMisspelled("BackupSchedule.daily", options, DAILY);
    throwIfInvalid("BackupSchedule.daily", checkTime(options));
    return new BackupSchedule("Daily", options.time, options.timeZone);
  }

  /**
   * One backup on each of the given weekdays.
   * @throws if the time is not on the hour or half hour, or if `weekdays` is empty or has a weekday twice
   */
  public static weekly(options: WeeklyScheduleOptions): BackupSchedule {
    requireOptions("BackupSchedule.weekly", "options", options, '{ time: "22:00", weekdays: [Weekday.SUNDAY] }');
    throwIfMisspelled("BackupSchedule.weekly", options, WEEKLY);
    const problems = checkCalendar("weekdays", options.weekdays, Weekday, {
      allowed: "at least one weekday, none twice",
      remedy: "name each day on which a backup is taken",
    });
    throwIfInvalid("BackupSchedule.weekly", [...checkTime(options), ...problems]);
    return new BackupSchedule("Weekly", options.time, options.timeZone, inCalendarOrder(Weekday, options.weekdays));
  }

  private constructor(
    private readonly frequency: Frequency,
    /** @internal */
    public readonly _time: string,
    /** @internal */
    public readonly _timeZone?: TimeZone,
    /** @internal The weekdays of a weekly schedule, else none. */
    public readonly _weekdays: Weekday[] = [],
    /** @internal */
    public readonly _window?: HourlyWindow,
  ) {}

  /** @internal The same schedule, so many minutes later; undefined if that is on the next day, whose weekday is another. */
  public _later(minutes: number): BackupSchedule | undefined {
    const [hours = 0, ofHour = 0] = this._time.split(":").map(Number);
    const total = hours * 60 + ofHour + minutes;
    if (total >= MINUTES_PER_DAY && this.frequency === "Weekly") return undefined;
    const time = `${twoDigits(Math.floor(total / 60) % 24)}:${twoDigits(total % 60)}`;
    return new BackupSchedule(this.frequency, time, this._timeZone, this._weekdays, this._window);
  }

  /** @internal */
  public get _frequency(): Frequency {
    return this.frequency;
  }
}

function twoDigits(part: number): string {
  return String(part).padStart(2, "0");
}

function checkTime({ time, timeZone }: DailyScheduleOptions): string[] {
  return [
    ...checkText("time", time, /^([01]\d|2[0-3]):(00|30)$/, {
      allowed: "a time of day on the hour or half hour, such as '22:00' or '05:30'",
      remedy: "write it as HH:00 or HH:30 of a 24-hour clock",
    }),
    ...checkOptionalInstance("timeZone", timeZone, TimeZone, "use TimeZone.UTC, or TimeZone.of(name)"),
  ];
}
