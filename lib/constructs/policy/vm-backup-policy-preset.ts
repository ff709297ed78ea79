import { Month, Weekday, WeekOfMonth } from "../../azure/calendar";
import { BackupSchedule, type DailyScheduleOptions, type WeeklyScheduleOptions } from "./backup-schedule";
import { HourlyWindow } from "./hourly-window";
import type { VmBackupPolicyOptions } from "./policy-options";
import { MonthlyRetention, YearlyRetention } from "./retention";
import { requireOptions } from "../private/option-types";

const DAILY = '{ time: "22:00" }';
const WEEKLY = '{ time: "22:00", weekdays: [Weekday.SUNDAY] }';
const DAYS = 30;
const WEEKS = 12;
const MONTHS = 12;
const SUNDAY = [Weekday.SUNDAY];
const FIRST_SUNDAY = { weeks: [WeekOfMonth.FIRST], weekdays: SUNDAY };

/**
 * Common policies, named by the backups that can be restored. Each preset is a set of options for `VmBackupPolicy` or `VmBackup`;
 * single options can be replaced. A preset never changes between versions of this library.
 */
export class VmBackupPolicyPreset {
  /** Any day of the last 30. */
  public static daily30Days(options: DailyScheduleOptions): VmBackupPolicyOptions {
    requireOptions("VmBackupPolicyPreset.daily30Days", "options", options, DAILY);
    return { schedule: BackupSchedule.daily(options), dailyRetentionDays: DAYS };
  }

  /** Any day of the last 30, and the first Sunday of the month for the last 12 months. */
  public static dailyMonthly1Year(options: DailyScheduleOptions): VmBackupPolicyOptions {
    requireOptions("VmBackupPolicyPreset.dailyMonthly1Year", "options", options, DAILY);
    return { ...VmBackupPolicyPreset.daily30Days(options), monthlyRetention: firstSundays(MONTHS) };
  }

  /** Any day of the last 30, the Sundays of the last 12 weeks, and the first Sunday of the month for the last 5 years. */
  public static dailyWeeklyMonthly5Years(options: DailyScheduleOptions): VmBackupPolicyOptions {
    requireOptions("VmBackupPolicyPreset.dailyWeeklyMonthly5Years", "options", options, DAILY);
    return {
      ...VmBackupPolicyPreset.daily30Days(options),
      weeklyRetention: { weeks: WEEKS, weekdays: SUNDAY },
      monthlyRetention: firstSundays(5 * MONTHS),
    };
  }

  /**
   * Any day of the last 30, the Sundays of the last 12 weeks, the first Sunday of the month for the last 12 months, and the first
   * Sunday of January for the last 7 years.
   */
  public static dailyWeeklyMonthlyYearly7Years(options: DailyScheduleOptions): VmBackupPolicyOptions {
    requireOptions("VmBackupPolicyPreset.dailyWeeklyMonthlyYearly7Years", "options", options, DAILY);
    return {
      ...VmBackupPolicyPreset.daily30Days(options),
      weeklyRetention: { weeks: WEEKS, weekdays: SUNDAY },
      monthlyRetention: firstSundays(MONTHS),
      yearlyRetention: YearlyRetention.byWeekday({ years: 7, months: [Month.JANUARY], ...FIRST_SUNDAY }),
    };
  }

  /** The given weekdays of the last 12 weeks. */
  public static weekly12Weeks(options: WeeklyScheduleOptions): VmBackupPolicyOptions {
    requireOptions("VmBackupPolicyPreset.weekly12Weeks", "options", options, WEEKLY);
    return { schedule: BackupSchedule.weekly(options), weeklyRetention: { weeks: WEEKS } };
  }

  /** A backup every four hours while Azure keeps the snapshots, and any day of the last 30; an Enhanced policy. */
  public static every4Hours30Days(options: DailyScheduleOptions): VmBackupPolicyOptions {
    requireOptions("VmBackupPolicyPreset.every4Hours30Days", "options", options, DAILY);
    const schedule = BackupSchedule.hourly({ ...options, window: HourlyWindow.EVERY_4_HOURS_FOR_24_HOURS });
    return { schedule, dailyRetentionDays: DAYS };
  }

  private constructor() {}
}

function firstSundays(months: number): MonthlyRetention {
  return MonthlyRetention.byWeekday({ months, ...FIRST_SUNDAY });
}
