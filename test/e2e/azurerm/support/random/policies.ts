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
} from "../../../../../lib";
import { policyOf } from "../../../../constructs/policy/support/policy";
import type { Synthesized } from "../../../../support/synth";
import type { Random } from "../../../../support/random";
import { mutated, type Mutation } from "./mutation";

const TIMES = ["22:00", "00:00", "23:30", "05:30", "24:00", "22:15", "2:00", "22:00:00", ""] as const;
const ZONES = ["UTC", "Europe/Berlin", "W. Europe Standard Time", "Not A Zone", "utc"] as const;
const DAYS = [undefined, 0, 1, 2, 6, 7, 8, 9_999, 10_000, 7.5, -1] as const;
const WEEKS = [0, 1, 5_163, 5_164, 9_999, 10_000] as const;
const MONTHS = [0, 1, 9, 1_188, 1_189, 9_999, 10_000] as const;
const YEARS = [0, 1, 99, 100, 9_999, 10_000] as const;
const SNAPSHOT_DAYS = [undefined, 0, 1, 2, 5, 6, 30, 31] as const;
const INTERVALS = [3, 4, 5, 6, 8, 12, 24] as const;
const DURATIONS = [0, 3, 4, 6, 8, 12, 16, 18, 20, 24, 28] as const;
const AGES = [0, 2, 3, 5, 1_182, 1_183] as const;
const NAMES = [
  "ab",
  "abc",
  "1abc",
  "a_b!",
  "a-b-",
  "my policy",
  "a.b",
  `a${"b".repeat(149)}`,
  `a${"b".repeat(150)}`,
  "",
] as const;
const PREFIXES = ["", "rg", "rg snapshots", "rg.", "p".repeat(50), "p".repeat(51)] as const;
const SUFFIXES = [undefined, "", "s", "s.", "(s)", "s".repeat(39), "s".repeat(40)] as const;

const weekdays = (random: Random): Weekday[] =>
  random.below(12) === 0 ? ["sunday" as unknown as Weekday] : random.some(Object.values(Weekday).concat(Weekday.SUNDAY));
const weekRule = (random: Random) => ({ weeks: random.some(Object.values(WeekOfMonth)), weekdays: weekdays(random) });
const dayRule = (random: Random) => ({
  days: random.some([0, 1, 28, 28, 29, 31, 32]),
  includeLastDay: random.pick(...[undefined, true, false]),
});
const months = (random: Random) => random.some(Object.values(Month));

function monthly(random: Random): MonthlyRetention {
  const count = { months: random.pick(...MONTHS) };
  return random.below(2) === 0
    ? MonthlyRetention.byDay({ ...count, ...dayRule(random) })
    : MonthlyRetention.byWeekday({ ...count, ...weekRule(random) });
}

function yearly(random: Random): YearlyRetention {
  const count = { years: random.pick(...YEARS), months: months(random) };
  return random.below(2) === 0
    ? YearlyRetention.byDay({ ...count, ...dayRule(random) })
    : YearlyRetention.byWeekday({ ...count, ...weekRule(random) });
}

function schedule(random: Random): BackupSchedule {
  const time = random.pick(...["22:00", "22:00", random.pick(...TIMES)]);
  const at = { time, ...(random.below(4) === 0 && { timeZone: TimeZone.of(random.pick(...ZONES)) }) };
  const makes = [
    () => BackupSchedule.daily(at),
    () => BackupSchedule.weekly({ ...at, weekdays: weekdays(random) }),
    () => {
      const window = HourlyWindow.of({ intervalHours: random.pick(...INTERVALS), durationHours: random.pick(...DURATIONS) });
      return BackupSchedule.hourly({ ...at, window });
    },
  ] as const;
  return random.pick(...makes)();
}

const MUTATIONS: readonly [Mutation<VmBackupPolicyOptions>, ...Mutation<VmBackupPolicyOptions>[]] = [
  (random) => ({ schedule: schedule(random) }),
  (random) => ({ dailyRetentionDays: random.pick(...DAYS) }),
  (random) => ({
    weeklyRetention: { weeks: random.pick(...WEEKS), ...(random.below(2) === 0 && { weekdays: weekdays(random) }) },
  }),
  (random) => ({ monthlyRetention: monthly(random) }),
  (random) => ({ yearlyRetention: yearly(random) }),
  (random) => ({ instantRestoreRetentionDays: random.pick(...SNAPSHOT_DAYS) }),
  (random) => ({ instantRestoreResourceGroup: { prefix: random.pick(...PREFIXES), suffix: random.pick(...SUFFIXES) } }),
  (random) => ({
    archiveTiering: random.below(2) === 0 ? ArchiveTiering.recommended() : ArchiveTiering.afterMonths(random.pick(...AGES)),
  }),
  (random) => ({
    policyType: random.pick(
      ...([...Object.values(VmBackupPolicyType), "v2" as unknown as VmBackupPolicyType] as [VmBackupPolicyType]),
    ),
  }),
  (random) => ({ policyName: random.pick(...NAMES) }),
];

const SUFFICES_TO_ARCHIVE = 9;

/** A valid policy with random parts. */
function right(random: Random): VmBackupPolicyOptions {
  const maybe = <T>(make: () => T): T | undefined => (random.below(2) === 0 ? make() : undefined);
  const atLeastOne = <T>(values: readonly [T, ...T[]]): T[] => {
    const chosen = random.some(values);
    return chosen.length > 0 ? chosen : [random.pick(...values)];
  };
  const frequency = random.pick(...(["daily", "weekly", "hourly"] as const));
  const isWeekly = frequency === "weekly";
  const week = Object.values(Weekday) as [Weekday, ...Weekday[]];
  const weekdays = atLeastOne(week) as [Weekday, ...Weekday[]];
  const at = {
    time: random.pick(...["22:00", "00:00", "23:30", "05:30"]),
    timeZone: maybe(() => TimeZone.of(random.pick(...["UTC", "Europe/Berlin", "W. Europe Standard Time"]))),
  };
  const schedules = {
    daily: () => BackupSchedule.daily(at),
    weekly: () => BackupSchedule.weekly({ ...at, weekdays }),
    hourly: () => {
      const [intervalHours, durationHours] = random.pick(
        ...([
          [4, 4],
          [4, 12],
          [6, 24],
          [8, 16],
          [12, 24],
        ] as const),
      );
      return BackupSchedule.hourly({ ...at, window: HourlyWindow.of({ intervalHours, durationHours }) });
    },
  };
  const policyType =
    frequency === "hourly"
      ? maybe(() => VmBackupPolicyType.ENHANCED)
      : maybe(() => random.pick(...(Object.values(VmBackupPolicyType) as [VmBackupPolicyType])));
  const isEnhanced = frequency === "hourly" || policyType === VmBackupPolicyType.ENHANCED;
  const byWeekday = () => ({
    weeks: atLeastOne(Object.values(WeekOfMonth) as [WeekOfMonth]),
    weekdays: isWeekly ? atLeastOne(weekdays) : atLeastOne(week),
  });
  const byDay = () => ({ days: atLeastOne([1, 15, 28]), includeLastDay: random.pick(...[undefined, true, false]) });
  const months = random.pick(...[1, SUFFICES_TO_ARCHIVE, 12, 1_188]);
  const years = { years: random.pick(...[1, 7, 99]), months: atLeastOne(Object.values(Month) as [Month]) };
  const usesWeekdays = isWeekly || random.below(2) === 0;
  const monthlyRetention = maybe(() =>
    usesWeekdays ? MonthlyRetention.byWeekday({ months, ...byWeekday() }) : MonthlyRetention.byDay({ months, ...byDay() }),
  );
  const yearlyRetention = maybe(() =>
    usesWeekdays ? YearlyRetention.byWeekday({ ...years, ...byWeekday() }) : YearlyRetention.byDay({ ...years, ...byDay() }),
  );
  const canArchive = yearlyRetention !== undefined || (monthlyRetention !== undefined && months >= SUFFICES_TO_ARCHIVE);
  return {
    schedule: schedules[frequency](),
    policyType,
    ...(isWeekly ? {} : { dailyRetentionDays: random.pick(...[7, 30, 9_999]) }),
    weeklyRetention: isWeekly
      ? { weeks: random.pick(...[1, 12, 5_163]) }
      : maybe(() => ({ weeks: random.pick(...[1, 12, 5_163]), weekdays: atLeastOne(week) })),
    monthlyRetention,
    yearlyRetention,
    instantRestoreRetentionDays: maybe(() => (isWeekly ? 5 : isEnhanced ? random.pick(1, 7, 30) : random.pick(1, 2, 5))),
    instantRestoreResourceGroup: maybe(() => ({ prefix: "rg", suffix: maybe(() => "(s)") })),
    archiveTiering: canArchive
      ? maybe(() => random.pick(...[ArchiveTiering.recommended(), ArchiveTiering.afterMonths(3)]))
      : undefined,
    policyName: maybe(() => random.pick(...["abc", "a_b!", "a-b-"])),
  };
}

/** A policy with up to two random changes. */
export function randomPolicy(random: Random): Synthesized {
  const options = mutated(right(random), MUTATIONS, random);
  return policyOf(isOfDoubt(options) ? { ...options, instantRestoreRetentionDays: 5 } : options);
}

/**
 * Azure's documentation requires 5 days for the snapshots of weekly backups. Its newest client requires that only of Standard policies. The
 * constructs warn, and the emulator refuses.
 */
function isOfDoubt({ schedule, policyType, instantRestoreRetentionDays }: VmBackupPolicyOptions): boolean {
  const isEnhanced = policyType === VmBackupPolicyType.ENHANCED;
  return isEnhanced && schedule._frequency === "Weekly" && instantRestoreRetentionDays !== undefined;
}
