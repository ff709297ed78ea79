/** Limits of the Azure Backup service that more than one part of this project keeps. */

/**
 * The longest that a recovery point of an on-demand backup is kept: 99 years, in days.
 * @see https://learn.microsoft.com/azure/backup/backup-azure-vm-backup-faq
 */
export const MAX_RETENTION_DAYS = 36_159;

/** The longest that a recovery point is kept, in years. */
export const MAX_RETENTION_YEARS = 99;

/**
 * On-demand backups of one VM that Azure accepts in a day, failed ones counted.
 * @see https://learn.microsoft.com/azure/backup/backup-support-matrix-iaas
 */
export const MAX_ON_DEMAND_BACKUPS_PER_DAY = 9;

/**
 * VMs that one vault protects, at most.
 * @see https://learn.microsoft.com/azure/backup/backup-support-matrix
 */
export const MAX_VMS_PER_VAULT = 1_000;

/**
 * Disks of a VM that Azure Backup backs up, at most.
 * @see https://learn.microsoft.com/azure/backup/backup-support-matrix-iaas
 */
export const MAX_DISKS_PER_VM = 32;
