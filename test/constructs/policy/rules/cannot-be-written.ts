import { ArchiveTiering, BackupSchedule, MonthlyRetention, type VmBackupPolicyOptions, WeekOfMonth } from "../../../../lib";
import { DAILY } from "../support/rule";

/** Mistakes that the types prevent. Nothing here runs: `@ts-expect-error` fails the compilation if the next line has no error. */
export const CANNOT_BE_WRITTEN: Record<string, () => unknown> = {
  "An hourly schedule without an interval and a duration": () =>
    // @ts-expect-error A window has both.
    BackupSchedule.hourly({ time: "22:00" }),
  "A daily schedule with weekdays, or with an interval": () =>
    // @ts-expect-error Only a weekly schedule has weekdays.
    BackupSchedule.daily({ time: "22:00", weekdays: [] }),
  "A frequency that is known only after the plan": (): VmBackupPolicyOptions => ({
    ...DAILY,
    // @ts-expect-error A schedule is made by daily, weekly or hourly.
    schedule: "${var.frequency}",
  }),
  "A retention by weekday and by day of the month at the same time": () =>
    // @ts-expect-error byWeekday and byDay are separate factories.
    MonthlyRetention.byDay({ months: 12, days: [1], weeks: [WeekOfMonth.FIRST] }),
  "Weeks without weekdays": () =>
    // @ts-expect-error Weeks and weekdays select a day together.
    MonthlyRetention.byWeekday({ months: 12, weeks: [WeekOfMonth.FIRST] }),
  "Archive tiering as Azure recommends it, with a duration": () =>
    // @ts-expect-error Azure decides when to archive.
    ArchiveTiering.recommended(3),
  "Archive tiering after an age, without the age": () =>
    // @ts-expect-error The age is required.
    ArchiveTiering.afterMonths(),
  "A suffix for the snapshots' resource groups without a prefix": (): VmBackupPolicyOptions => ({
    ...DAILY,
    // @ts-expect-error Every name has a prefix.
    instantRestoreResourceGroup: { suffix: "-app" },
  }),
};
