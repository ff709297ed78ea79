import {
  ArchiveTiering,
  BackupSchedule,
  HourlyWindow,
  Month,
  MonthlyRetention,
  TimeZone,
  type VmBackupPolicyOptions,
  VmBackupPolicyType,
  Weekday,
  WeekOfMonth,
  YearlyRetention,
} from "../../../../lib";

const { SUNDAY, TUESDAY, WEDNESDAY, FRIDAY } = Weekday;
const { STANDARD, ENHANCED } = VmBackupPolicyType;
const { FIRST, LAST } = WeekOfMonth;
const JANUARY_AND_JULY = [Month.JANUARY, Month.JULY];
const FOUR_DAYS = [SUNDAY, TUESDAY, WEDNESDAY, FRIDAY];

const time = "23:00";
const daily = { schedule: BackupSchedule.daily({ time }) };
const weekly = (...weekdays: Weekday[]) => ({ schedule: BackupSchedule.weekly({ time, weekdays }) });
const hourly = (window: HourlyWindow) => ({ schedule: BackupSchedule.hourly({ time, window }) });
const longTerm = (weekdays: Weekday[], weeks: WeekOfMonth[]) => ({
  monthlyRetention: MonthlyRetention.byWeekday({ months: 7, weekdays, weeks }),
  yearlyRetention: YearlyRetention.byWeekday({ years: 77, weekdays, weeks, months: JANUARY_AND_JULY }),
});
const DAYS = Array.from({ length: 10 }, (_, index) => index + 1);
const byDay = (includeLastDay: boolean) => ({
  monthlyRetention: MonthlyRetention.byDay({ months: 10, days: DAYS, includeLastDay }),
  yearlyRetention: YearlyRetention.byDay({ years: 10, months: JANUARY_AND_JULY, days: DAYS, includeLastDay }),
});

export const basicDaily = { ...daily, dailyRetentionDays: 10 };
const basicWeekly = { ...weekly(SUNDAY, WEDNESDAY), weeklyRetention: { weeks: 42, weekdays: [SUNDAY, WEDNESDAY] } };
const completeDaily = {
  ...daily,
  dailyRetentionDays: 10,
  weeklyRetention: { weeks: 42, weekdays: [SUNDAY, WEDNESDAY] },
  ...longTerm([SUNDAY, WEDNESDAY], [FIRST, LAST]),
};
const completeWeekly = {
  ...weekly(...FOUR_DAYS),
  weeklyRetention: { weeks: 42, weekdays: FOUR_DAYS },
  ...longTerm(FOUR_DAYS, [FIRST, LAST]),
};
const weeklyPartial = {
  ...weekly(SUNDAY, WEDNESDAY, FRIDAY),
  weeklyRetention: { weeks: 42, weekdays: [SUNDAY, WEDNESDAY, FRIDAY] },
  monthlyRetention: MonthlyRetention.byWeekday({ months: 7, weekdays: [SUNDAY, WEDNESDAY], weeks: [FIRST, LAST] }),
  yearlyRetention: YearlyRetention.byWeekday({ years: 77, weekdays: [SUNDAY], weeks: [LAST], months: [Month.JANUARY] }),
};
const basicHourly = { ...hourly(HourlyWindow.EVERY_4_HOURS_FOR_4_HOURS), dailyRetentionDays: 10 };
const completeHourly = {
  ...hourly(HourlyWindow.EVERY_12_HOURS_FOR_24_HOURS),
  dailyRetentionDays: 10,
  weeklyRetention: { weeks: 42, weekdays: [SUNDAY, WEDNESDAY] },
  ...longTerm([SUNDAY, WEDNESDAY], [FIRST, LAST]),
};

const standard = (options: VmBackupPolicyOptions) => ({ ...options, policyType: STANDARD });
export const enhanced = (options: VmBackupPolicyOptions) => ({ ...options, policyType: ENHANCED });

/**
 * The configurations of azurerm's acceptance tests of `azurerm_backup_policy_vm`, by the name of the test. A test with several steps
 * has several configurations.
 */
export const CONFIGURATIONS: Record<string, VmBackupPolicyOptions[]> = {
  policyTypeDefault: [basicDaily],
  basicDaily: [standard(basicDaily)],
  withInstantRestoreRetentionRangeUpdate: [
    { ...standard(basicDaily), dailyRetentionDays: 31, instantRestoreRetentionDays: 1 },
    { ...standard(basicDaily), dailyRetentionDays: 31, instantRestoreRetentionDays: 5 },
  ],
  requiresImport: [standard(basicDaily), { ...standard(basicDaily), policyName: "again" }],
  basicWeekly: [standard(basicWeekly)],
  completeDaily: [{ ...standard(completeDaily), schedule: BackupSchedule.daily({ time, timeZone: TimeZone.UTC }) }],
  completeWeekly: [standard(completeWeekly)],
  updateDaily: [standard(basicDaily), standard(completeDaily)],
  updateWeekly: [standard(basicWeekly), standard(completeWeekly)],
  updateDailyToWeekly: [standard(basicDaily), standard(basicWeekly)],
  updateWeeklyToDaily: [standard(basicWeekly), standard(basicDaily)],
  updateWeeklyToPartial: [standard(completeWeekly), standard(weeklyPartial)],
  basicHourlyV2: [enhanced(basicHourly)],
  basicDailyV2: [enhanced(basicDaily)],
  withInstantRestoreRetentionRangeUpdateV2: [
    { ...enhanced(basicDaily), instantRestoreRetentionDays: 1 },
    { ...enhanced(basicDaily), instantRestoreRetentionDays: 30 },
  ],
  basicWeeklyV2: [enhanced(basicWeekly)],
  completeHourlyV2: [enhanced(completeHourly)],
  completeDailyV2: [enhanced(completeDaily)],
  completeWeeklyV2: [enhanced(completeWeekly)],
  updateHourlyV2: [enhanced(basicHourly), enhanced(completeHourly)],
  updateDailyV2: [enhanced(basicDaily), enhanced(completeDaily)],
  updateWeeklyV2: [enhanced(basicWeekly), enhanced(completeWeekly)],
  updateHourlyAndWeeklyV2: [enhanced(basicHourly), enhanced(basicWeekly), enhanced(basicHourly)],
  updateDailyAndWeeklyV2: [enhanced(basicDaily), enhanced(basicWeekly), enhanced(basicDaily)],
  updateWeeklyToPartialV2: [enhanced(completeWeekly), enhanced(weeklyPartial)],
  withCustomRGName: [{ ...basicDaily, instantRestoreResourceGroup: { prefix: "acctest", suffix: "suffix" } }],
  basicDays: [{ ...basicDaily, ...byDay(false) }],
  completeDays: [{ ...basicDaily, ...byDay(true) }],
  tieringPolicy: [{ ...completeWeekly, archiveTiering: ArchiveTiering.afterMonths(5) }],
  updateBackupTime: [basicDaily, { ...basicDaily, schedule: BackupSchedule.daily({ time: "20:00" }) }],
};
