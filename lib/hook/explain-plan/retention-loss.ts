import {
  longestRetention,
  longestRetentionDays,
  type RetentionRuleKind,
  type RetentionRules,
} from "../../azure/retention-calendar";
import { weekdayOf } from "../../azure/calendar";
import { addDays } from "../../azure/utc-day";
import { localDayOf, offsetAt } from "../../azure/zoned-time";
import type { PolicyRules } from "./policy";

/** A recovery point that a change of retention expires sooner. */
export interface LostPoint {
  /** The local day of its backup. */
  readonly day: string;
  /** The rule that kept it. */
  readonly keptBy: RetentionRuleKind;
  /** The day until which it was kept. */
  readonly until: string;
  /** The day on which it expires after the change; undefined if it expires at once. */
  readonly expiresOn: string | undefined;
}

const counted = new Map<string, LostPoint[]>();

/**
 * Returns the recovery points of one VM that exist under the first rules, if its policy took a backup on every scheduled day, and
 * that other rules keep for less time. Newest first. A day with several backups counts with its first one, which weekly, monthly and
 * yearly rules keep; later ones are kept by the daily rule.
 */
export function lostPoints(before: PolicyRules, after: RetentionRules, now: Date): readonly LostPoint[] {
  // Many VMs share the same two policies.
  const key = JSON.stringify([before, after, now]);
  let points = counted.get(key);
  if (!points) counted.set(key, (points = count(before, after, now)));
  return points;
}

function count(before: PolicyRules, after: RetentionRules, now: Date): LostPoint[] {
  const today = localDayOf(before.timeZone, now.getTime());
  const minute = minuteOfDay(before.timeZone, now);
  const start = startMinute(before);
  const isOver = (expiresOn: string): boolean => expiresOn < today || (expiresOn === today && start <= minute);
  const oldest = addDays(today, -longestRetentionDays(before.retention) - 1);
  const lost: LostPoint[] = [];
  for (let day = start <= minute ? today : addDays(today, -1); day >= oldest; day = addDays(day, -1)) {
    if (!isBackupDay(before, day)) continue;
    const kept = longestRetention(before.retention, day);
    if (!kept || isOver(kept.expiresOn)) continue;
    const next = longestRetention(after, day)?.expiresOn ?? day;
    if (next >= kept.expiresOn) continue;
    lost.push({ day, keptBy: kept.keptBy, until: kept.expiresOn, expiresOn: isOver(next) ? undefined : next });
  }
  return lost;
}

/** Returns how many recovery points one VM has under the rules, counted as in {@link lostPoints}. */
export function pointCount(rules: PolicyRules, now: Date): number {
  return lostPoints(rules, {}, now).length;
}

/** The last day on which a recovery point of today exists, if no further backups are taken. */
export function lastExpiry(rules: PolicyRules, now: Date): string | undefined {
  return lostPoints(rules, {}, now).reduce<string | undefined>(
    (latest, { until }) => (latest && latest > until ? latest : until),
    undefined,
  );
}

function isBackupDay({ schedule }: PolicyRules, day: string): boolean {
  return schedule.kind !== "weekly" || schedule.days.includes(weekdayOf(day) ?? "");
}

/** The local time of the first backup of a day, in minutes after midnight. */
function startMinute({ schedule }: PolicyRules): number {
  const times = schedule.kind === "hourly" ? [schedule.from] : schedule.times;
  return Math.min(...times.map((time) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))));
}

function minuteOfDay(timeZone: string, now: Date): number {
  const local = new Date(now.getTime() + offsetAt(timeZone, now.getTime()));
  return local.getUTCHours() * 60 + local.getUTCMinutes();
}
