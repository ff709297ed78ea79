import { Month, Weekday, WeekOfMonth } from "../../azure/calendar";
import { isSameName } from "../../azure/case-fold";
import type { DaySelection, RetentionRules } from "../../azure/retention-calendar";
import type { Schedule } from "../../azure/schedule-runs";
import { ianaTimeZone } from "../../azure/time-zone";
import type { Attributes } from "./attributes";

/** The rules of a backup policy, from the arguments of azurerm. */
export interface PolicyRules {
  readonly schedule: Schedule;
  /** An IANA name. */
  readonly timeZone: string;
  /** The name of the time zone as the configuration has it. */
  readonly timeZoneName: string;
  readonly retention: RetentionRules;
  readonly snapshotDays: number | undefined;
  readonly isEnhanced: boolean;
  readonly archives: boolean;
}

const RULES = ["backup", "timezone", "retention_daily", "retention_weekly", "retention_monthly", "retention_yearly"];

/** Returns the rules; undefined if a part of them is not known yet, or must not be printed. */
export function policyRules(policy: Attributes | undefined): PolicyRules | undefined {
  const backup = policy?.block("backup");
  const time = backup?.text("time");
  if (!policy || !backup || time === undefined) return undefined;
  if (RULES.some((name) => policy.isUnknown(name) || policy.isSensitive(name))) return undefined;
  const timeZoneName = policy.text("timezone") ?? "UTC";
  const schedule = scheduleOf(backup, time);
  const [weekly, monthly, yearly] = ["weekly", "monthly", "yearly"].map((kind) => policy.block(`retention_${kind}`));
  return {
    schedule,
    timeZone: ianaTimeZone(timeZoneName) ?? "UTC",
    timeZoneName,
    retention: {
      dailyDays: policy.block("retention_daily")?.number("count"),
      weekly: weekly && { weeks: weekly.number("count") ?? 0, weekdays: named(Weekday, weekly.texts("weekdays")) },
      monthly: monthly && { months: monthly.number("count") ?? 0, select: selectionOf(monthly) },
      yearly: yearly && {
        years: yearly.number("count") ?? 0,
        monthsOfYear: named(Month, yearly.texts("months")),
        select: selectionOf(yearly),
      },
    },
    snapshotDays: policy.number("instant_restore_retention_days"),
    isEnhanced: policy.text("policy_type") === "V2",
    archives: policy.block("tiering_policy")?.block("archived_restore_point") !== undefined,
  };
}

function scheduleOf(backup: Attributes, time: string): Schedule {
  switch (backup.text("frequency")) {
    case "Weekly":
      return { kind: "weekly", times: [time], days: named(Weekday, backup.texts("weekdays")) };
    case "Hourly":
      return {
        kind: "hourly",
        from: time,
        everyHours: backup.number("hour_interval") ?? 24,
        forHours: backup.number("hour_duration") ?? 24,
      };
    default:
      return { kind: "daily", times: [time] };
  }
}

function selectionOf(block: Attributes): DaySelection {
  return {
    weeks: named(WeekOfMonth, block.texts("weeks")),
    weekdays: named(Weekday, block.texts("weekdays")),
    days: block.numbers("days"),
    includeLastDays: block.flag("include_last_days"),
  };
}

/** The names in Azure's spelling: azurerm takes them in any case. */
function named(names: Readonly<Record<string, string>>, texts: readonly string[]): string[] {
  const all = Object.values(names);
  return texts.map((text) => all.find((name) => isSameName(name, text)) ?? text);
}

const KINDS = ["daily", "weekly", "monthly", "yearly"] as const;

/** Whether any rule keeps backups for less time: the change that immutability and Resource Guards refuse. */
export function reducesRetention(before: RetentionRules, after: RetentionRules): boolean {
  const counts = ({ dailyDays, weekly, monthly, yearly }: RetentionRules): Record<(typeof KINDS)[number], number> => ({
    ...{ daily: dailyDays ?? 0, weekly: weekly?.weeks ?? 0, monthly: monthly?.months ?? 0, yearly: yearly?.years ?? 0 },
  });
  const [old, next] = [counts(before), counts(after)];
  return KINDS.some((kind) => next[kind] < old[kind]);
}
