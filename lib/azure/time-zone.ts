import { findIana, findWindows, WINDOWS_TO_IANA_MAP } from "windows-iana";

/** Time zones: Azure Backup knows them by the names that Windows gives them, most people by those of the IANA database. */

/** The Windows name of a time zone that is given by its Windows or IANA name, or undefined where it has neither. */
export function windowsTimeZone(name: string): string | undefined {
  if (WINDOWS_TO_IANA_MAP.some((entry) => entry.windowsName === name)) return name;
  return [name, canonicalName(name)].flatMap((one) => findWindows(one))[0];
}

/** The IANA name of the place that a Windows time zone goes by, or undefined where there is no such zone. */
export function ianaTimeZone(windowsName: string): string | undefined {
  return findIana(windowsName)[0];
}

/** The name that the runtime's own database prefers: it also knows zones renamed since the mapping was made. */
function canonicalName(name: string): string {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return name;
  }
}
