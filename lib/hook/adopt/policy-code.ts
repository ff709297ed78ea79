import { Month, Weekday, WeekOfMonth } from "../../azure/calendar";
import type { DaySelection, RetentionRules } from "../../azure/retention-calendar";
import type { Schedule } from "../../azure/schedule-runs";
import { isWindowsTimeZone } from "../../azure/time-zone";
import { quoted } from "./code/escaped";
import type { Library } from "./code/library";
import { call, type Code, list, object, type Property, text } from "./code/printed";
import type { Section } from "./code/section";
import { policyObstacle } from "./policy-obstacles";
import type { PolicyReading } from "./policy-reading";

/** A value in which a number may be an expression of Terraform instead. */
type Stated<T> = T extends number
  ? number | string
  : T extends string | boolean | undefined | readonly string[]
    ? T
    : { readonly [K in keyof T]: Stated<T[K]> };

/** The settings of a policy that become props. */
export type PolicySettings = Stated<
  Pick<
    PolicyReading,
    | "name"
    | "schedule"
    | "timeZone"
    | "retention"
    | "snapshotDays"
    | "snapshotGroup"
    | "tiering"
    | "isEnhanced"
    | "onlyCrashConsistent"
  >
>;

/** A policy with the names that the generated code gives it. */
export interface NamedPolicy {
  readonly policy: PolicyReading;
  readonly variable: string;
  readonly constructId: string;
}

/** Declares and imports a policy, or refers to it if the library cannot declare it as it is. */
export function policySection({ policy, variable, constructId }: NamedPolicy, isUsed: boolean, library: Library): Section {
  const obstacle = policyObstacle(policy);
  if (obstacle !== undefined) {
    const note = `The policy ${quoted(policy.name)} is not managed by this stack, because ${obstacle}.`;
    const reference = library.call("VmBackupPolicy", "fromPolicyId", ["this", text(constructId), text(policy.id)]);
    return { notes: [note], statements: isUsed ? [[`const ${variable} = `, reference, ";"]] : [] };
  }
  const created = call(`new ${library.name("VmBackupPolicy")}`, [
    "this",
    text(constructId),
    object(policyProps(policy, "vault", library)),
  ]);
  return {
    notes: [],
    statements: [
      [`const ${variable} = `, created, ";"],
      [call(`${variable}.importPolicy`, [text(policy.id)]), ";"],
    ],
  };
}

/** Returns the props of a policy. `vault` is the code of its vault. */
export function policyProps(policy: PolicySettings, vault: Code, library: Library): Property[] {
  const { name, schedule, retention, snapshotDays, snapshotGroup: group, tiering } = policy;
  if (!schedule || !retention) throw new Error(`the policy '${name}' has no schedule or no retention`);
  return [
    { key: "vault", value: vault },
    { key: "policyName", value: text(name) },
    ...(policy.isEnhanced ? [{ key: "policyType", value: library.member("VmBackupPolicyType", "ENHANCED") }] : []),
    { key: "schedule", value: scheduleOf(schedule, policy.timeZone, library) },
    ...retentionOf(retention, schedule, library),
    ...(tiering === undefined ? [] : [{ key: "archiveTiering", value: tieringOf(tiering, library) }]),
    ...(snapshotDays === undefined ? [] : [{ key: "instantRestoreRetentionDays", value: library.number(snapshotDays) }]),
    ...(group === undefined ? [] : [{ key: "instantRestoreResourceGroup", value: groupOf(group) }]),
    ...(policy.onlyCrashConsistent ? [{ key: "onlyCrashConsistent", value: "true" }] : []),
  ];
}

function scheduleOf(schedule: Stated<Schedule>, timeZone: string, library: Library): Code {
  const [time = ""] = schedule.kind === "hourly" ? [schedule.from] : schedule.times;
  const at: Property[] = [{ key: "time", value: text(time) }, ...timeZoneOf(timeZone, library)];
  switch (schedule.kind) {
    case "daily":
      return library.call("BackupSchedule", "daily", [object(at)]);
    case "weekly": {
      const weekdays = library.members("Weekday", inOrder(Weekday, schedule.days));
      return library.call("BackupSchedule", "weekly", [object([...at, { key: "weekdays", value: weekdays }])]);
    }
    case "hourly": {
      const window = library.member("HourlyWindow", `EVERY_${schedule.everyHours}_HOURS_FOR_${schedule.forHours}_HOURS`);
      return library.call("BackupSchedule", "hourly", [object([...at, { key: "window", value: window }])]);
    }
  }
}

/** azurerm's default is UTC. */
function timeZoneOf(timeZone: string, library: Library): Property[] {
  if (timeZone === "UTC") return [];
  const method = isWindowsTimeZone(timeZone) ? "of" : "custom";
  return [{ key: "timeZone", value: library.call("TimeZone", method, [text(timeZone)]) }];
}

function retentionOf(
  { dailyDays, weekly, monthly, yearly }: Stated<RetentionRules>,
  schedule: Stated<Schedule>,
  library: Library,
): Property[] {
  return [
    ...(dailyDays === undefined ? [] : [{ key: "dailyRetentionDays", value: library.number(dailyDays) }]),
    ...(weekly ? [{ key: "weeklyRetention", value: weeklyOf(weekly, schedule, library) }] : []),
    ...(monthly
      ? [
          {
            key: "monthlyRetention",
            value: selected("MonthlyRetention", [count("months", monthly.months, library)], monthly.select, library),
          },
        ]
      : []),
    ...(yearly
      ? [
          {
            key: "yearlyRetention",
            value: selected(
              "YearlyRetention",
              [
                count("years", yearly.years, library),
                { key: "months", value: library.members("Month", inOrder(Month, yearly.monthsOfYear)) },
              ],
              yearly.select,
              library,
            ),
          },
        ]
      : []),
  ];
}

function weeklyOf(
  { weeks, weekdays }: Stated<NonNullable<RetentionRules["weekly"]>>,
  schedule: Stated<Schedule>,
  library: Library,
): Code {
  const days = { key: "weekdays", value: library.members("Weekday", inOrder(Weekday, weekdays)) };
  return object([count("weeks", weeks, library), ...(schedule.kind === "weekly" ? [] : [days])]);
}

function selected(owner: string, counts: readonly Property[], select: Stated<DaySelection>, library: Library): Code {
  const { weekdays = [], weeks = [], days = [], includeLastDays = false } = select;
  if (days.length === 0 && !includeLastDays) {
    const rule = [
      { key: "weeks", value: library.members("WeekOfMonth", inOrder(WeekOfMonth, weeks)) },
      { key: "weekdays", value: library.members("Weekday", inOrder(Weekday, weekdays)) },
    ];
    return library.call(owner, "byWeekday", [object([...counts, ...rule])]);
  }
  const sorted = [...days].sort((one, other) => Number(one) - Number(other));
  const rule = [
    ...(sorted.length === 0 ? [] : [{ key: "days", value: list(sorted.map((day) => library.number(day))) }]),
    ...(includeLastDays ? [{ key: "includeLastDay", value: "true" }] : []),
  ];
  return library.call(owner, "byDay", [object([...counts, ...rule])]);
}

function tieringOf({ mode, duration }: NonNullable<PolicySettings["tiering"]>, library: Library): Code {
  if (mode === "TierRecommended") return library.call("ArchiveTiering", "recommended");
  return library.call("ArchiveTiering", "afterMonths", [library.number(duration)]);
}

function groupOf({ prefix, suffix }: NonNullable<PolicySettings["snapshotGroup"]>): Code {
  return object([
    { key: "prefix", value: text(prefix) },
    ...(suffix === undefined ? [] : [{ key: "suffix", value: text(suffix) }]),
  ]);
}

function count(key: string, value: number | string, library: Library): Property {
  return { key, value: library.number(value) };
}

function inOrder(calendar: Readonly<Record<string, string>>, members: readonly string[]): string[] {
  return Object.values(calendar).filter((one) => members.includes(one));
}
