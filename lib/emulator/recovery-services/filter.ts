import { invalidInput } from "../arm/error";

const TERM = /^([A-Za-z]+) +eq +'((?:[^']|'')*)'$/i;
const SEPARATOR = / +and +(?=[A-Za-z]+ +eq +')/i;
const DATE = /^(\d{4}-\d{2}-\d{2}) (0?[1-9]|1[0-2]):([0-5]\d):([0-5]\d) ([AP])M$/i;

/**
 * Reads the `$filter` of Azure Backup: terms of `key eq 'value'`, joined by `and`, and nothing else.
 * @throws Azure's refusal for any other form, or a key that the list does not know
 */
export function parseFilter<K extends string>(filter: string | undefined, keys: readonly K[]): Partial<Record<K, string>> {
  const values: Partial<Record<K, string>> = {};
  if (!filter?.trim()) return values;
  for (const term of filter.trim().split(SEPARATOR)) {
    const [, name, value] = TERM.exec(term) ?? [];
    const key = keys.find((known) => known.toLowerCase() === name?.toLowerCase());
    if (!key || value === undefined) {
      throw invalidInput(`the filter term "${term}" is not one of ${keys.join(", ")}, written as key eq 'value'`);
    }
    values[key] = value.replace(/''/g, "'");
  }
  return values;
}

/** A date of a filter, in UTC on a 12-hour clock: `2026-11-20 12:00:00 AM`. */
export function parseFilterDate(text: string): number {
  const [, day, hour, minute, second, half] = DATE.exec(text) ?? [];
  const hours = (Number(hour) % 12) + (half?.toUpperCase() === "P" ? 12 : 0);
  const time = day ? Date.parse(`${day}T${String(hours).padStart(2, "0")}:${minute ?? ""}:${second ?? ""}Z`) : NaN;
  if (Number.isNaN(time)) throw invalidInput(`the date '${text}' is not a UTC time written as 2026-11-20 12:00:00 AM`);
  return time;
}
