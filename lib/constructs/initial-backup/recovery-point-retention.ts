import { MAX_RETENTION_DAYS } from "../../azure/limits";
import { isUtcDay } from "../../azure/utc-day";
import { checkWholeNumber, isLiteral, problem, throwIfInvalid } from "../private/problems";

/** Items whose recovery point is kept for another time than that of the others. */
interface RetentionException {
  readonly retention: RecoveryPointRetention;
  /** Refers to the ids of the items. */
  readonly itemIds: string;
}

/**
 * How long the recovery point of an on-demand backup is kept. The policy's retention does not apply to it.
 *
 * @example
 * RecoveryPointRetention.days(90);
 * RecoveryPointRetention.until("2027-12-31");
 *
 * @see https://learn.microsoft.com/azure/backup/backup-azure-manage-vms#run-an-on-demand-backup
 */
export class RecoveryPointRetention {
  /**
   * Kept for a number of days: until the end of the UTC day on which the backup is triggered, plus that many days.
   * @param days a whole number from 1 to 36,159, which is 99 years
   * @throws if the number is out of range
   */
  public static days(days: number): RecoveryPointRetention {
    const rule = {
      allowed: `a whole number from 1 to ${MAX_RETENTION_DAYS} (99 years)`,
      remedy: "keep the recovery point for a time in that range",
    };
    throwIfInvalid("RecoveryPointRetention.days", checkWholeNumber("days", days, 1, MAX_RETENTION_DAYS, rule));
    return new RecoveryPointRetention({ days });
  }

  /**
   * Kept until the end of a UTC day. The program checks that the day is neither past nor more than 99 years ahead, and only if it starts a
   * backup: a stack that was deployed in time still synthesizes and deploys afterwards.
   * @param lastDay the last day, as an ISO date such as `2027-01-31`
   * @throws if the text is not a date of the calendar
   */
  public static until(lastDay: string): RecoveryPointRetention {
    const rule = { allowed: "a date of the calendar, such as '2027-01-31'", remedy: "write the last day as YYYY-MM-DD" };
    const valid = !isLiteral(lastDay) || isUtcDay(lastDay);
    throwIfInvalid("RecoveryPointRetention.until", valid ? [] : [problem("lastDay", lastDay, rule)]);
    return new RecoveryPointRetention({ until: lastDay });
  }

  /** @internal The same, except for some items, whose ids are expressions. */
  public _except(exceptions: readonly RetentionException[]): RecoveryPointRetention {
    return new RecoveryPointRetention(this.retention, exceptions);
  }

  private constructor(
    private readonly retention: { readonly days: number } | { readonly until: string },
    /** @internal */
    public readonly _exceptions: readonly RetentionException[] = [],
  ) {}

  /** @internal */
  public get _retention(): { readonly days: number } | { readonly until: string } {
    return this.retention;
  }
}
