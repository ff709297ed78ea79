import { ArchiveTiering, BackupSchedule, MonthlyRetention, type VmBackupPolicyOptions, WeekOfMonth } from "../../../../lib";
import { DAILY } from "../support/rule";

/**
 * What the types rule out. Nothing here is run: the compiler refuses each line below a comment, and would refuse the comment if it took
 * the line.
 */
export const CANNOT_BE_WRITTEN: Record<string, () => unknown> = {
  "An hourly schedule without an interval and a duration": () =>
    // @ts-expect-error A window has both.
    BackupSchedule.hourly({ time: "22:00" }),
  "A daily schedule with weekdays, or with an interval": () =>
    // @ts-expect-error Only a weekly schedule has weekdays.
    BackupSchedule.daily({ time: "22:00", weekdays: [] }),
  "A frequency that is known after the plan only": (): VmBackupPolicyOptions => ({
    ...DAILY,
    // @ts-expect-error A schedule is made by daily, weekly or hourly.
    schedule: "${var.frequency}",
  }),
  "A retention by weekday and by day of the month at once": () =>
    // @ts-expect-error The other scheme has a factory of its own.
    MonthlyRetention.byDay({ months: 12, days: [1], weeks: [WeekOfMonth.FIRST] }),
  "Weeks without weekdays": () =>
    // @ts-expect-error A weekday of a week is meant.
    MonthlyRetention.byWeekday({ months: 12, weeks: [WeekOfMonth.FIRST] }),
  "Archive tiering as Azure recommends it, with a duration": () =>
    // @ts-expect-error The recommendation has none.
    ArchiveTiering.recommended(3),
  "Archive tiering after a time, without one": () =>
    // @ts-expect-error The age is what it is for.
    ArchiveTiering.afterMonths(),
  "A suffix for the snapshots' resource groups without a prefix": (): VmBackupPolicyOptions => ({
    ...DAILY,
    // @ts-expect-error Every name has a prefix.
    instantRestoreResourceGroup: { suffix: "-app" },
  }),
};
