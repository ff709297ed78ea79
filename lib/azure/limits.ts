/** Limits of the Azure Backup service. */

/**
 * The maximum retention of the recovery point of an on-demand backup: 99 years, in days.
 * @see https://learn.microsoft.com/azure/backup/backup-azure-vm-backup-faq
 */
export const MAX_RETENTION_DAYS = 36_159;

/** The maximum retention of a recovery point, in years. */
export const MAX_RETENTION_YEARS = 99;

/**
 * The maximum number of on-demand backups of one VM per day; failed ones count.
 * @see https://learn.microsoft.com/azure/backup/backup-support-matrix-iaas
 */
export const MAX_ON_DEMAND_BACKUPS_PER_DAY = 9;

/**
 * The maximum number of VMs that one vault protects.
 * @see https://learn.microsoft.com/azure/backup/backup-support-matrix
 */
export const MAX_VMS_PER_VAULT = 1_000;

/**
 * The maximum number of disks of one VM that Azure Backup backs up.
 * @see https://learn.microsoft.com/azure/backup/backup-support-matrix-iaas
 */
export const MAX_DISKS_PER_VM = 32;

/**
 * The maximum number of policies of one vault.
 * @see https://learn.microsoft.com/azure/backup/backup-azure-backup-faq
 */
export const MAX_POLICIES_PER_VAULT = 200;

/**
 * The maximum number of policies that are created or changed in 24 hours by Azure Resource Manager, the CLI or PowerShell. The source does
 * not say of what; it is read as: of one vault.
 * @see https://learn.microsoft.com/azure/backup/backup-azure-backup-faq
 */
export const MAX_POLICY_EDITS_PER_DAY = 50;

/**
 * The number of VMs that should have the same policy, and so start at the same time. It is a recommendation.
 * @see https://learn.microsoft.com/azure/backup/guidance-best-practices
 */
export const MAX_VMS_PER_SLOT = 100;

/**
 * The maximum number of vaults of one subscription in one region.
 * @see https://learn.microsoft.com/azure/backup/backup-azure-backup-faq
 */
export const MAX_VAULTS_PER_REGION = 500;

/**
 * The requests that change something which Azure Resource Manager takes from one identity in one subscription and region: so many at once,
 * and so many more each second. A start of a backup is one.
 * @see https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling
 */
export const ARM_WRITES = { atOnce: 200, perSecond: 10 } as const;
