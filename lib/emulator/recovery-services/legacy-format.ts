/**
 * Whether a client is answered as Azure was recorded in 2022 and 2023, with the api-versions of those years: `actionsInfo` in
 * numbers, `kpisHealths` in items. Whether the version or the year makes the difference is not known.
 */
export function usesLegacyFormat(apiVersion: string): boolean {
  return apiVersion < "2024";
}
