import { RESOURCE_ERRORS } from "./error-catalogue/resource-errors";
import type { Catalogue, CatalogueEntry } from "./error-catalogue/entry";
import { GUEST_ERRORS } from "./error-catalogue/guest-errors";
import { TRANSIENT_ERRORS } from "./error-catalogue/transient-errors";

export type { CatalogueEntry } from "./error-catalogue/entry";

/**
 * The errors of Azure VM backups by Azure's error code: the cause of each, the remedy, and whether a retry may help.
 * @see https://learn.microsoft.com/azure/backup/backup-azure-vms-troubleshoot
 */
export const ERROR_CATALOGUE: Catalogue = { ...TRANSIENT_ERRORS, ...GUEST_ERRORS, ...RESOURCE_ERRORS };

const BY_CODE = new Map(Object.entries(ERROR_CATALOGUE).map(([code, entry]) => [code.toLowerCase(), entry]));
const BY_NUMBER = new Map(Object.values(ERROR_CATALOGUE).map((entry) => [entry.number, entry]));

/** The entry of an error, found by its code, or by its number if the code is unknown. */
export function catalogueEntryOf(code: string | undefined, number?: number): CatalogueEntry | undefined {
  return BY_CODE.get(code?.toLowerCase() ?? "") ?? (number === undefined ? undefined : BY_NUMBER.get(number));
}
