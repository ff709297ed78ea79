import { isSameName } from "../../azure/case-fold";
import { MAX_RETENTION_DAYS, MAX_RETENTION_YEARS } from "../../azure/limits";
import { addDays, endOfUtcDay, utcDayOf } from "../../azure/utc-day";
import type { BackupRequest } from "../../contract/request";
import { ExitCode } from "../../contract/exit-code";
import { HookError } from "../hook-error";

export type Retention = BackupRequest["retention"];

/** How long the recovery points of some items are kept. */
export interface ItemsRetention {
  readonly retention: Retention;
  readonly protectedItemIds: readonly string[];
}

/** Returns how long the recovery point of an item is kept. */
export function retentionOf(
  { retention, retentions = [] }: { readonly retention: Retention; readonly retentions?: readonly ItemsRetention[] | undefined },
  itemId: string,
): Retention {
  const own = retentions.find(({ protectedItemIds }) => protectedItemIds.some((id) => isSameName(id, itemId)));
  return own?.retention ?? retention;
}

/** How long a recovery point is kept. */
export interface Expiry {
  /** The last day (UTC) on which it is kept. */
  readonly day: string;
  /** The instant that is sent to Azure. */
  readonly instant: string;
}

/**
 * Converts a retention to a day and an instant, for a backup triggered now. Azure documents no check of a date that is past or too far
 * ahead, so this function checks both.
 */
export function expiryOf(retention: Retention, now: Date): Expiry {
  const today = utcDayOf(now);
  const day = "days" in retention ? addDays(today, retention.days) : retention.until;
  if (day < today) {
    throw new HookError(
      ExitCode.badInput,
      `retention.until must be today (${today}, UTC) or later, got '${day}', and a backup would have to be started; choose a later day, or days instead of a date`,
    );
  }
  if (day > addDays(today, MAX_RETENTION_DAYS)) {
    throw new HookError(
      ExitCode.badInput,
      `retention.until must be at most ${MAX_RETENTION_YEARS} years ahead (${addDays(today, MAX_RETENTION_DAYS)}), got '${day}'; choose an earlier day`,
    );
  }
  return { day, instant: endOfUtcDay(day) };
}
