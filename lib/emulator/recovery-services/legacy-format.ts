/**
 * Whether an answer has the format that was recorded in 2022 and 2023, with the api-versions of those years: numbers in
 * `actionsInfo`, `kpisHealths` in items. Whether the api-version or the year makes the difference is not known.
 */
export function usesLegacyFormat(apiVersion: string): boolean {
  return apiVersion < "2024";
}
