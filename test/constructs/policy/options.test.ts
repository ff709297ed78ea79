import {
  ArchiveTiering,
  BackupSchedule,
  type BackupsOnOptions,
  type DailyScheduleOptions,
  HourlyWindow,
  type HourlyWindowOptions,
  Month,
  type MonthlyByDayOptions,
  type MonthlyByWeekdayOptions,
  MonthlyRetention,
  RecoveryServicesVault,
  RetentionPreview,
  TimeZone,
  VmBackupPolicy,
  type VmBackupPolicyOptions,
  VmBackupPolicyPreset,
  VmBackupPolicyType,
  Weekday,
  WeekOfMonth,
  type WeeklyScheduleOptions,
  type YearlyByDayOptions,
  type YearlyByWeekdayOptions,
  YearlyRetention,
} from "../../../lib";
import { VAULT_ID } from "../../support/azure";
import { shownOptions } from "../../support/shown-options";
import { refusal, testStack, warnings } from "../../support/synth";
import { optionsIn, withValue } from "../undefined/option-paths";

/** What every function that takes options says if there are none, or if one is misspelled: a user copies the options that it shows. */

const time = "22:00";
const window = HourlyWindow.EVERY_4_HOURS_FOR_12_HOURS;
const schedule = BackupSchedule.daily({ time });
const [weeks, weekdays, timeZone] = [[WeekOfMonth.FIRST], [Weekday.SUNDAY], TimeZone.UTC];
const DAILY: Required<DailyScheduleOptions> = { time, timeZone };
const WEEKLY: Required<WeeklyScheduleOptions> = { ...DAILY, weekdays };
const DAILY_SHAPE = '{ time: "22:00" }';
const WEEKLY_SHAPE = '{ time: "22:00", weekdays: [Weekday.SUNDAY] }';
const POLICY_SHAPE = "{ schedule, dailyRetentionDays: 30 }";
const preview = RetentionPreview.of(VmBackupPolicyPreset.daily30Days({ time }));
const days = { days: [1], includeLastDay: true };

/** Every option of a policy that the policy itself reads. */
const POLICY: Required<Omit<VmBackupPolicyOptions, "provider" | "dependsOn" | "lifecycle">> = {
  policyName: "nightly",
  schedule,
  dailyRetentionDays: 30,
  weeklyRetention: { weeks: 4, weekdays },
  monthlyRetention: MonthlyRetention.byDay({ months: 12, days: [1] }),
  yearlyRetention: YearlyRetention.byDay({ years: 2, months: [Month.MAY], days: [1] }),
  archiveTiering: ArchiveTiering.recommended(),
  instantRestoreRetentionDays: 7,
  instantRestoreResourceGroup: { prefix: "rg-snapshots", suffix: "app" },
  onlyCrashConsistent: true,
  policyType: VmBackupPolicyType.ENHANCED,
};

interface Taker {
  readonly name: string;
  readonly call: (options: never) => unknown;
  /** All options. */
  readonly full: object;
  /** What the error shows. */
  readonly shape: string;
  readonly parameter: string;
}

function taker<T extends object>(
  name: string,
  call: (options: T) => unknown,
  full: Required<T>,
  shape: string,
  parameter = "options",
): Taker {
  return { name, call, full, shape, parameter };
}

const CHECKED: readonly Taker[] = [
  taker("BackupSchedule.daily", (options) => BackupSchedule.daily(options), DAILY, DAILY_SHAPE),
  taker("BackupSchedule.weekly", (options) => BackupSchedule.weekly(options), WEEKLY, WEEKLY_SHAPE),
  taker("BackupSchedule.hourly", (options) => BackupSchedule.hourly(options), { ...DAILY, window }, '{ time: "08:00", window }'),
  taker<HourlyWindowOptions>(
    "HourlyWindow.of",
    (options) => HourlyWindow.of(options),
    { intervalHours: 6, durationHours: 12 },
    "{ intervalHours: 4, durationHours: 12 }",
  ),
  taker<MonthlyByWeekdayOptions>(
    "MonthlyRetention.byWeekday",
    (options) => MonthlyRetention.byWeekday(options),
    { months: 12, weeks, weekdays },
    "{ months: 12, weeks: [WeekOfMonth.FIRST], weekdays: [Weekday.SUNDAY] }",
  ),
  taker<MonthlyByDayOptions>(
    "MonthlyRetention.byDay",
    (options) => MonthlyRetention.byDay(options),
    { months: 12, ...days },
    "{ months: 12, days: [1] }",
  ),
  taker<YearlyByWeekdayOptions>(
    "YearlyRetention.byWeekday",
    (options) => YearlyRetention.byWeekday(options),
    { years: 7, months: [Month.MAY], weeks, weekdays },
    "{ years: 7, months: [Month.JANUARY], weeks: [WeekOfMonth.FIRST], weekdays: [Weekday.SUNDAY] }",
  ),
  taker<YearlyByDayOptions>(
    "YearlyRetention.byDay",
    (options) => YearlyRetention.byDay(options),
    { years: 7, months: [Month.MAY], ...days },
    "{ years: 7, months: [Month.JANUARY], days: [1] }",
  ),
  taker("RetentionPreview.of", (options: typeof POLICY) => RetentionPreview.of(options), POLICY, POLICY_SHAPE, "policy"),
  taker<BackupsOnOptions>(
    "RetentionPreview.backupsOn",
    (options) => preview.backupsOn("2027-01-03", options),
    { since: "2027-01-01" },
    '{ since: "2027-01-01" }',
  ),
];

/** Functions that leave the names of the options to BackupSchedule. */
const PRESETS: readonly Taker[] = [
  ...(
    [
      "daily30Days",
      "dailyMonthly1Year",
      "dailyWeeklyMonthly5Years",
      "dailyWeeklyMonthlyYearly7Years",
      "every4Hours30Days",
    ] as const
  ).map((name) =>
    taker<DailyScheduleOptions>(
      `VmBackupPolicyPreset.${name}`,
      (options) => VmBackupPolicyPreset[name](options),
      DAILY,
      DAILY_SHAPE,
    ),
  ),
  taker("VmBackupPolicyPreset.weekly12Weeks", (options) => VmBackupPolicyPreset.weekly12Weeks(options), WEEKLY, WEEKLY_SHAPE),
];

/** A policy in a stack, with the warnings of the stack. */
function warningsOf(options: object): string[] {
  const stack = testStack();
  const vault = RecoveryServicesVault.fromVaultId(stack, "Vault", VAULT_ID);
  new VmBackupPolicy(stack, "Policy", { vault, ...options } as never);
  return warnings(stack);
}

test.each([...CHECKED, ...PRESETS])(
  "$name throws if it is given no options, and shows some",
  ({ name, call, shape, parameter }) => {
    expect(refusal(() => call(null as never))).toBe(
      `${name}: ${parameter} must be an object such as ${shape}, got null; write the options in braces`,
    );
  },
);

test.each([...CHECKED, ...PRESETS])("$name accepts the options that its error shows", ({ call, shape }) => {
  const options = shownOptions(shape, { Month, Weekday, WeekOfMonth, schedule, window });
  expect(() => call(options)).not.toThrow();
});

test("VmBackupPolicy throws if it is given no options, and shows some", () => {
  expect(refusal(() => new VmBackupPolicy(testStack(), "Policy", "daily" as never))).toBe(
    "VmBackupPolicy 'stack/Policy': props must be an object such as { vault, schedule, dailyRetentionDays: 30 }, got 'daily'; " +
      "write the options in braces",
  );
});

const misspelled = (full: object) =>
  optionsIn(full as never)
    .map(([path]) => path)
    .filter((path) => !/\d$/.test(path))
    .map((path) => [path, withValue(full as never, `${path}x`.split("."), 1)] as const);
const told = (path: string) => {
  const option = path.split(".").at(-1) ?? "";
  return `${path}x must be the name of an option, got one that nothing reads; write ${option} if you mean that option, or remove it`;
};

test.each(CHECKED.flatMap(({ name, call, full }) => misspelled(full).map(([path, options]) => ({ name, call, path, options }))))(
  "$name throws if $path is misspelled",
  ({ name, call, path, options }) => {
    expect(refusal(() => call(options as never))).toBe(`${name}: ${told(path)}`);
  },
);

test.each(misspelled(POLICY))("VmBackupPolicy warns if %s is misspelled", (path, options) => {
  expect(warningsOf(options)).toEqual([told(path)]);
});

test("nothing is said of options that exist, or of a name that is like none", () => {
  for (const { call, full } of CHECKED) expect(() => call({ ...full, somethingElseEntirely: 1 } as never)).not.toThrow();
  expect(warningsOf({ ...POLICY, somethingElseEntirely: 1 })).toEqual([]);
});
