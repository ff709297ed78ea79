import { DAY_MS } from "../../azure/durations";

/** Times in the formats of Azure Backup. */

/** Azure Backup's value for an event that has not happened yet: the first day of year 1, without a zone. */
export const NEVER = "0001-01-01T00:00:00";

/** Azure Backup's value for the last backup of an item that has none. */
export const NO_BACKUP_YET = "2001-01-01T00:00:00Z";

/** An ISO 8601 time with seven decimals, as .NET writes it. */
export function azureTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace("Z", "0000Z");
}

const NUMERIC = "numeric";
const US_TIME = new Intl.DateTimeFormat("en-US", {
  ...{ year: NUMERIC, month: NUMERIC, day: NUMERIC, hour: NUMERIC, minute: NUMERIC, second: NUMERIC },
  timeZone: "UTC",
});

/** A UTC time in the US format: `6/12/2022 12:00:00 AM`. */
export function usTime(milliseconds: number): string {
  return US_TIME.format(milliseconds)
    .replace(",", "")
    .replace(/\u202f/g, " ");
}

/** A duration as ISO 8601: `PT1H3M7.6S`. */
export function isoDuration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  const rest = Number((seconds % 60).toFixed(3));
  return `PT${hours ? `${hours}H` : ""}${minutes ? `${minutes}M` : ""}${rest || !(hours || minutes) ? `${rest}S` : ""}`;
}

/** A duration as .NET's TimeSpan: `13.23:59:43.1491932`. */
export function timeSpan(milliseconds: number): string {
  const rest = new Date(milliseconds % DAY_MS).toISOString().slice(11, -1);
  return `${Math.floor(milliseconds / DAY_MS)}.${rest}0000`;
}
