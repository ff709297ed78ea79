/** Limits of restores, as documented: https://learn.microsoft.com/azure/backup/backup-azure-arm-restore-vms */

/** Kinds of storage account that cannot be the staging account of a restore. */
export const UNSUPPORTED_STAGING_KINDS: readonly string[] = ["BlobStorage", "BlockBlobStorage", "FileStorage"];

/** Whether a SKU is zone-redundant, which a staging account cannot be. */
export function isZoneRedundant(sku: string): boolean {
  return /ZRS/i.test(sku);
}

/** The days for which a rehydrated recovery point can stay in the vault. */
export const REHYDRATION_DAYS = { min: 10, max: 30 } as const;

/** Returns the maximum length of a VM's name. */
export function maxVmNameLength(osType: string | undefined): number {
  return osType === "Windows" ? 15 : 64;
}
