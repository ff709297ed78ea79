import { MAX_RETENTION_YEARS } from "../../azure/limits";
import { checkWholeNumber, isLiteral, throwIfInvalid } from "../private/problems";
import type { MonthlyRetention, YearlyRetention } from "./retention";

/** Azure's conditions to archive a backup. @see https://learn.microsoft.com/azure/backup/archive-tier-support */
const MIN_AGE_MONTHS = 3;
const MIN_MONTHS_LEFT = 6;

/** The maximum age: a backup with the maximum retention, 99 years, must still have the required months left. */
const MAX_AGE_MONTHS = 12 * MAX_RETENTION_YEARS - MIN_MONTHS_LEFT;

/**
 * When backups move to the vault's archive tier, which costs less to keep and takes longer to restore. Only monthly and yearly backups
 * move, if they are at least 3 months old and have at least 6 months left. If an archived backup is deleted within 180 days, Azure
 * charges for the rest of the 180 days.
 * @see https://learn.microsoft.com/azure/backup/archive-tier-support
 */
export class ArchiveTiering {
  /** Azure archives a backup when the archive tier is cheaper for it. */
  public static recommended(): ArchiveTiering {
    return new ArchiveTiering("TierRecommended");
  }

  /**
   * Azure archives a backup at this age.
   * @param months 3 to 1,182; the policy's monthly or yearly retention must be at least 6 months longer
   * @throws if `months` is not a whole number in that range
   */
  public static afterMonths(months: number): ArchiveTiering {
    const rule = {
      allowed: `a whole number from ${MIN_AGE_MONTHS} to ${MAX_AGE_MONTHS}`,
      remedy: "archive backups of an age in that range",
    };
    throwIfInvalid("ArchiveTiering.afterMonths", checkWholeNumber("months", months, MIN_AGE_MONTHS, MAX_AGE_MONTHS, rule));
    return new ArchiveTiering("TierAfter", months);
  }

  private constructor(
    private readonly mode: "TierRecommended" | "TierAfter",
    /** @internal */
    public readonly _months?: number,
  ) {}

  /** @internal */
  public get _mode(): string {
    return this.mode;
  }
}

/** The archive tiering of a policy, and the retentions that it applies to. */
export interface ArchivedRetention {
  readonly archiveTiering?: ArchiveTiering;
  readonly monthlyRetention?: MonthlyRetention;
  readonly yearlyRetention?: YearlyRetention;
}

/** A policy with archive tiering must keep some backups long enough. */
export function archiveTieringProblems({ archiveTiering, monthlyRetention, yearlyRetention }: ArchivedRetention): string[] {
  if (!archiveTiering) return [];
  const months = monthlyRetention?._months ?? 0;
  const years = yearlyRetention?._years ?? 0;
  const age = archiveTiering._months ?? MIN_AGE_MONTHS;
  if (![months, years, age].every(isLiteral)) return [];
  const needed = age + MIN_MONTHS_LEFT;
  if (Math.max(months, years * 12) >= needed) return [];
  const kept = [
    ...(monthlyRetention ? [`monthlyRetention for ${formatCount(months, "month")}`] : []),
    ...(yearlyRetention ? [`yearlyRetention for ${formatCount(years, "year")}`] : []),
  ];
  const received = kept.length > 0 ? kept.join(" and ") : "neither monthlyRetention nor yearlyRetention";
  return [
    `archiveTiering must come with a monthly or yearly retention of at least ${needed} months, got ${received}; ` +
      `keep backups for longer, or leave archiveTiering out`,
  ];
}

function formatCount(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
