import { longestRetentionDays } from "../../azure/retention-calendar";
import { addDays } from "../../azure/utc-day";
import { countsOf, type DayCount, endOf, existingAt, KEPT_BY, type KeptBy, pointsOf, type PreviewPoint } from "./points";
import type { PreviewPolicy } from "./preview-policy";

/** The most recovery points that Azure keeps of a VM. @see https://learn.microsoft.com/azure/backup/backup-azure-backup-faq */
export const MAX_RECOVERY_POINTS = 9_999;

/** The days of a preview. */
export interface PreviewDays {
  /** The day whose recovery points are shown. */
  readonly on: string;
  /** The day of the first backup. */
  readonly since: string;
  readonly until: string;
}

/** What a policy keeps, on a day and over time. */
export interface Preview {
  readonly policy: PreviewPolicy;
  readonly days: PreviewDays;
  /** Every recovery point of the days, oldest first. */
  readonly points: readonly PreviewPoint[];
  /** Those that exist at the end of the day, newest first. */
  readonly existing: readonly PreviewPoint[];
  readonly counts: readonly DayCount[];
  /** The day on which there are the most. */
  readonly peak: DayCount;
}

export function previewOf(policy: PreviewPolicy, days: PreviewDays): Preview {
  const points = pointsOf(policy, days.since, days.until);
  const counts = countsOf(policy, points, days.since, days.until);
  const none: DayCount = { day: days.since, total: 0, by: { snapshot: 0, daily: 0, weekly: 0, monthly: 0, yearly: 0 } };
  return {
    ...{ policy, days, points, counts },
    existing: existingAt(points, endOf(policy, days.on)).reverse(),
    peak: counts.reduce((most, one) => (one.total > most.total ? one : most), none),
  };
}

/** The last day that a preview shows if none is named: then the count of the policies no longer grows, within ten years. */
export function usualUntil(policies: readonly PreviewPolicy[], since: string): string {
  const days = Math.max(
    ...policies.map(({ retention, snapshotDays }) => Math.max(longestRetentionDays(retention), snapshotDays)),
  );
  return addDays(since, Math.min(days + 31, 3_653));
}

/** The number of recovery points by what keeps them, such as `30 daily, 12 monthly`. */
export function countText(points: readonly PreviewPoint[]): string {
  const of = (kind: KeptBy): number => points.filter(({ keptBy }) => keptBy === kind).length;
  const parts = KEPT_BY.flatMap((kind) => (of(kind) === 0 ? [] : [`${of(kind).toLocaleString("en")} ${kind}`]));
  return parts.length === 0 ? "none" : parts.join(", ");
}
