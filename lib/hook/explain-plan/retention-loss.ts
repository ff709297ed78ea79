import {
  longestRetention,
  longestRetentionDays,
  type RetentionRuleKind,
  type RetentionRules,
} from "../../azure/retention-calendar";
import { isRunDay, runMinutes } from "../../azure/schedule-runs";
import { MINUTE_MS } from "../../azure/durations";
import { addDays, utcDayOf } from "../../azure/utc-day";
import { offsetAt } from "../../azure/zoned-time";

import type { PolicyRules } from "./policy";

const MINUTES_PER_DAY = 24 * 60;

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

const counted = new Map<string, readonly LostPoint[]>();

/**
 * Returns the recovery points of one VM that exist under the first rules, if its policy took every scheduled backup, and that other
 * rules keep for less time. Newest first. Of several backups of a day, weekly, monthly and yearly rules keep the first.
 */
export function lostPoints(before: PolicyRules, after: RetentionRules, now: Date): readonly LostPoint[] {
  // Many VMs share the same two policies.
  const key = JSON.stringify([before, after, now]);
  let points = counted.get(key);
  if (!points) counted.set(key, (points = count(before, after, now)));
  return points;
}

function count(before: PolicyRules, after: RetentionRules, now: Date): LostPoint[] {
  const { timeZone, retention } = before;
  const local = now.getTime() + offsetAt(timeZone, now.getTime());
  const today = utcDayOf(new Date(local));
  const minute = Math.floor(local / MINUTE_MS) % MINUTES_PER_DAY;
  // A window that begins late has backups after midnight.
  const isPast = (day: string, start: number): boolean => {
    const late = addDays(day, Math.floor(start / MINUTES_PER_DAY));
    return late < today || (late === today && start % MINUTES_PER_DAY <= minute);
  };
  const starts = runMinutes(before.schedule);
  const oldest = addDays(today, -longestRetentionDays(retention) - 2);
  const lost: LostPoint[] = [];
  for (let day = today; day >= oldest; day = addDays(day, -1)) {
    if (!isRunDay(before.schedule, day)) continue;
    for (const [index, start] of [...starts.entries()].reverse()) {
      const [old, next] = [retention, after].map((rules) =>
        longestRetention(index === 0 ? rules : { dailyDays: rules.dailyDays }, day),
      );
      if (!old || !isPast(day, start) || isPast(old.expiresOn, start)) continue;
      const expiresOn = next?.expiresOn ?? day;
      if (expiresOn >= old.expiresOn) continue;
      lost.push({ day, keptBy: old.keptBy, until: old.expiresOn, expiresOn: isPast(expiresOn, start) ? undefined : expiresOn });
    }
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
