import { DAY_MS } from "../../azure/durations";
import { longestRetention, type RetentionRuleKind } from "../../azure/retention-calendar";
import { runsOf } from "../../azure/schedule-runs";
import { addDays } from "../../azure/utc-day";
import { instantOf } from "../../azure/zoned-time";
import type { PreviewPolicy } from "./preview-policy";

/** What keeps a recovery point: a retention rule, or only its snapshot. */
export type KeptBy = RetentionRuleKind | "snapshot";

/** A recovery point that a policy makes. Instants are milliseconds since 1970. */
export interface PreviewPoint {
  readonly time: number;
  /** The local day of its backup. */
  readonly day: string;
  readonly keptBy: KeptBy;
  /** From this instant on, it does not exist. */
  readonly expires: number;
  /** From this instant on, it has no snapshot. */
  readonly snapshotUntil: number;
  /** Whether Azure transfers it to the vault: the last backup of a day. */
  readonly vaulted: boolean;
}

/** The end of a day in the policy's time zone. */
export function endOf({ timeZone }: PreviewPolicy, day: string): number {
  return instantOf(timeZone, addDays(day, 1), 0);
}

/**
 * The recovery points of the backups from the start of one day to the end of another, oldest first. Each backup starts on time and
 * succeeds. Months and years are calendar months and years of the policy's time zone; a day has 24 hours.
 */
export function pointsOf(policy: PreviewPolicy, since: string, until: string): PreviewPoint[] {
  const { schedule, timeZone, retention, snapshotDays } = policy;
  const runs = runsOf(schedule, timeZone, instantOf(timeZone, since, 0) - 1, endOf(policy, until) - 1);
  return runs.map(({ time, day, isLast: vaulted }) => {
    const kept = vaulted ? longestRetention(retention, day) : undefined;
    const snapshotUntil = time + snapshotDays * DAY_MS;
    const expires = kept ? time + daysBetween(day, kept.expiresOn) * DAY_MS : snapshotUntil;
    return { time, day, keptBy: kept?.keptBy ?? "snapshot", expires, snapshotUntil: Math.min(snapshotUntil, expires), vaulted };
  });
}

/** The recovery points that exist at an instant, oldest first. */
export function existingAt(points: readonly PreviewPoint[], instant: number): PreviewPoint[] {
  return points.filter(({ time, expires }) => time <= instant && expires > instant);
}

/** How many recovery points exist at the end of each day, by what keeps them. */
export interface DayCount {
  readonly day: string;
  readonly total: number;
  readonly by: Readonly<Record<KeptBy, number>>;
}

export const KEPT_BY: readonly KeptBy[] = ["snapshot", "daily", "weekly", "monthly", "yearly"];

/** Counts the recovery points that exist at the end of each day, from one day to another. */
export function countsOf(policy: PreviewPolicy, points: readonly PreviewPoint[], since: string, until: string): DayCount[] {
  const changes = points
    .flatMap(({ time, expires, keptBy }) => [
      { at: time, keptBy, by: 1 },
      { at: expires, keptBy, by: -1 },
    ])
    .sort((one, other) => one.at - other.at);
  const counts: Record<KeptBy, number> = { snapshot: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0 };
  const days: DayCount[] = [];
  let next = 0;
  for (let day = since; day <= until; day = addDays(day, 1)) {
    const end = endOf(policy, day);
    for (let change = changes[next]; change && change.at <= end; change = changes[++next]) counts[change.keptBy] += change.by;
    days.push({ day, total: KEPT_BY.reduce((sum, kind) => sum + counts[kind], 0), by: { ...counts } });
  }
  return days;
}

function daysBetween(day: string, later: string): number {
  return Math.round((Date.parse(later) - Date.parse(day)) / DAY_MS);
}
