import { AROUND_THE_VM } from "./error-catalogue/around-the-vm";
import type { Catalogue, CatalogueEntry } from "./error-catalogue/entry";
import { IN_THE_VM } from "./error-catalogue/in-the-vm";
import { PASSING } from "./error-catalogue/passing";

export type { CatalogueEntry } from "./error-catalogue/entry";

/**
 * The errors that backups of Azure VMs end with, by Azure's code: what causes each, what to do about it, and whether trying again
 * may help.
 * @see https://learn.microsoft.com/azure/backup/backup-azure-vms-troubleshoot
 */
export const ERROR_CATALOGUE: Catalogue = { ...PASSING, ...IN_THE_VM, ...AROUND_THE_VM };

const BY_CODE = new Map(Object.entries(ERROR_CATALOGUE).map(([code, entry]) => [code.toLowerCase(), entry]));
const BY_NUMBER = new Map(Object.values(ERROR_CATALOGUE).map((entry) => [entry.number, entry]));

/** What is known of an error, by its code or, if Azure gives none that is known, by its number. */
export function catalogueEntryOf(code: string | undefined, number?: number): CatalogueEntry | undefined {
  return BY_CODE.get(code?.toLowerCase() ?? "") ?? (number === undefined ? undefined : BY_NUMBER.get(number));
}
