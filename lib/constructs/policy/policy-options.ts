import type { AzurermResourceOptions } from "../provider/azurerm-resource-options";
import type { ArchiveTiering } from "./archive-tiering";
import type { BackupSchedule } from "./backup-schedule";
import type { VmBackupPolicyType } from "./policy-type";
import type { MonthlyRetention, WeeklyRetention, YearlyRetention } from "./retention";

/** How Azure names the resource groups in which it keeps the snapshots: prefix, a number, suffix. */
export interface InstantRestoreResourceGroup {
  /** What each name begins with: 1 to 50 letters, digits, '-' and '_'. */
  readonly prefix: string;

  /**
   * What each name ends with, after the number: letters, digits, '-', '_', '.' and parentheses, no '.' at the end.
   * @default - nothing follows the number
   */
  readonly suffix?: string;
}

/** What a policy says, whichever vault it belongs to. */
export interface VmBackupPolicyOptions extends AzurermResourceOptions {
  /**
   * The policy's name: 3 to 150 letters, digits, '-', '_' and '!', starting with a letter. A change replaces the policy.
   *
   * It is taken as it is. Azure cannot hold two policies of one name, so that `policyType` can change only together with it.
   * @default - made of the construct's path in the stack and the policy's type, after the name of the stack if it does not declare the vault
   */
  readonly policyName?: string;

  /** When backups are taken. */
  readonly schedule: BackupSchedule;

  /**
   * Days for which each day's backup is kept: 7 to 9,999.
   * @default - required with a daily or hourly schedule, and not allowed with a weekly one
   */
  readonly dailyRetentionDays?: number;

  /**
   * How long one backup of each week is kept.
   * @default - required with a weekly schedule; none is kept longer with another
   */
  readonly weeklyRetention?: WeeklyRetention;

  /**
   * How long some backups of each month are kept.
   * @default - none is kept longer
   */
  readonly monthlyRetention?: MonthlyRetention;

  /**
   * How long some backups of each year are kept.
   * @default - none is kept longer
   */
  readonly yearlyRetention?: YearlyRetention;

  /**
   * When backups that are kept for long move to the archive tier.
   * @default - none is archived
   */
  readonly archiveTiering?: ArchiveTiering;

  /**
   * Days for which the snapshot itself is kept, from which a restore is fastest: 1 to 5, or 1 to 30 in an Enhanced policy.
   * With a weekly schedule it is 5; in an Enhanced policy any other number is a warning only, since Azure's own tools take it.
   * @default - left to Azure
   * @see https://learn.microsoft.com/azure/backup/backup-instant-restore-capability
   */
  readonly instantRestoreRetentionDays?: number;

  /**
   * How Azure names the resource groups of the snapshots. A lock on one of these groups makes the backups fail.
   * @default - `AzureBackupRG_<region>_<number>`
   */
  readonly instantRestoreResourceGroup?: InstantRestoreResourceGroup;

  /**
   * Whether snapshots are crash-consistent on purpose: taken without the agent, VSS or scripts inside the VM. Needs an Enhanced
   * policy, and azurerm 4.70.0 or newer; see {@link AzurermProviderVersion.require}.
   * @default false
   */
  readonly onlyCrashConsistent?: boolean;

  /**
   * The type of the policy. A change replaces the policy, and Azure moves a VM from Standard to Enhanced only.
   * @default - Enhanced if the schedule is hourly or snapshots are only crash-consistent; else left to azurerm, which makes it Standard
   */
  readonly policyType?: VmBackupPolicyType;
}
