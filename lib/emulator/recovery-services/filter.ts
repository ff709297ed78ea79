import { filterTerms } from "../arm/filter-terms";
import { backupInputInvalid } from "../errors/item-errors";

const DATE = /^(\d{4}-\d{2}-\d{2}) (0?[1-9]|1[0-2]):([0-5]\d):([0-5]\d) ([AP])M$/i;

/**
 * Returns the values of a `$filter` of Azure Backup, by key.
 * @throws ServiceError if the filter has another form than `key eq 'value'` joined by `and`, or an unknown key
 */
export function parseFilter<K extends string>(filter: string | undefined, keys: readonly K[]): Partial<Record<K, string>> {
  return filterTerms(filter, keys, (term) =>
    backupInputInvalid(`the filter term "${term}" is not one of ${keys.join(", ")}, written as key eq 'value'`),
  );
}

/** Parses a date of a filter, in UTC on a 12-hour clock: `2026-11-20 12:00:00 AM`. */
export function parseFilterDate(text: string): number {
  const [, day, hour, minute, second, half] = DATE.exec(text) ?? [];
  const hours = (Number(hour) % 12) + (half?.toUpperCase() === "P" ? 12 : 0);
  const time = day ? Date.parse(`${day}T${String(hours).padStart(2, "0")}:${minute ?? ""}:${second ?? ""}Z`) : NaN;
  if (Number.isNaN(time)) throw backupInputInvalid(`the date '${text}' is not a UTC time written as 2026-11-20 12:00:00 AM`);
  return time;
}
