import { MAX_RETENTION_YEARS } from "../../azure/limits";
import { checkWholeNumber, isLiteral, throwIfInvalid } from "../private/problems";
import type { MonthlyRetention, YearlyRetention } from "./retention";

/** What Azure asks of a backup before it archives it. @see https://learn.microsoft.com/azure/backup/archive-tier-support */
const MIN_AGE_MONTHS = 3;
const MIN_MONTHS_LEFT = 6;

/** The longest wait that leaves a backup of the longest retention, 99 years, the months that it must have left. */
const MAX_AGE_MONTHS = 12 * MAX_RETENTION_YEARS - MIN_MONTHS_LEFT;

/**
 * When backups move to the vault's archive tier, which is cheaper to keep and slower to restore. Only monthly and yearly backups do,
 * at least 3 months old and with at least 6 months left; to delete one within 180 days costs as if it were kept that long.
 * @see https://learn.microsoft.com/azure/backup/archive-tier-support
 */
export class ArchiveTiering {
  /** Azure archives a backup when it is cheaper to keep there. */
  public static recommended(): ArchiveTiering {
    return new ArchiveTiering("TierRecommended");
  }

  /**
   * Azure archives a backup that is so many months old.
   * @param months 3 to 1,182; the policy's monthly or yearly retention is at least 6 months longer
   * @throws if it is not a whole number in that range
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

/** What a policy is asked to archive, and what it keeps long enough for that. */
export interface Archived {
  readonly archiveTiering?: ArchiveTiering;
  readonly monthlyRetention?: MonthlyRetention;
  readonly yearlyRetention?: YearlyRetention;
}

/** A policy that archives must keep some backups long enough. */
export function archiveTieringProblems({ archiveTiering, monthlyRetention, yearlyRetention }: Archived): string[] {
  if (!archiveTiering) return [];
  const months = monthlyRetention?._months ?? 0;
  const years = yearlyRetention?._years ?? 0;
  const age = archiveTiering._months ?? MIN_AGE_MONTHS;
  if (![months, years, age].every(isLiteral)) return [];
  const needed = age + MIN_MONTHS_LEFT;
  if (Math.max(months, years * 12) >= needed) return [];
  const kept = [
    ...(monthlyRetention ? [`monthlyRetention for ${counted(months, "month")}`] : []),
    ...(yearlyRetention ? [`yearlyRetention for ${counted(years, "year")}`] : []),
  ];
  const received = kept.length > 0 ? kept.join(" and ") : "neither monthlyRetention nor yearlyRetention";
  return [
    `archiveTiering must come with a monthly or yearly retention of at least ${needed} months, got ${received}; ` +
      `keep backups for longer, or leave archiveTiering out`,
  ];
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
