import { findIana, findWindows, WINDOWS_TO_IANA_MAP } from "windows-iana";

/** Names of time zones: Azure Backup uses the Windows names, most people use the IANA names. */

/** The Windows name of a time zone, given its Windows or IANA name; undefined if it has none. */
export function windowsTimeZone(name: string): string | undefined {
  if (isWindowsTimeZone(name)) return name;
  return [name, canonicalName(name)].flatMap((one) => (one === undefined ? [] : findWindows(one)))[0];
}

/** Whether a name is a Windows time zone. */
export function isWindowsTimeZone(name: string): boolean {
  return WINDOWS_TO_IANA_MAP.some((entry) => entry.windowsName === name);
}

/** The IANA name of a time zone, given its Windows or IANA name; undefined if this runtime does not know the zone. */
export function ianaTimeZone(name: string): string | undefined {
  const found = findIana(name)[0] ?? name;
  return canonicalName(found) === undefined ? undefined : found;
}

/** The name that the runtime's time zone database prefers. It also knows zones that were renamed after `windows-iana` was made. */
function canonicalName(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}
