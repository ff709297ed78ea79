/**
 * Whether a client is answered as Azure was recorded in July and September 2026, with the api-versions of that summer: what vaults, items,
 * jobs and recovery points tell more. Whether the version or the year makes the difference is not known.
 */
export function usesNewerFormat(apiVersion: string): boolean {
  return apiVersion >= "2026-05-01";
}
