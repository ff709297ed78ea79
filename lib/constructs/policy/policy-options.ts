import type { AzurermResourceOptions } from "../provider/azurerm-resource-options";
import type { ArchiveTiering } from "./archive-tiering";
import type { BackupSchedule } from "./backup-schedule";
import type { VmBackupPolicyType } from "./policy-type";
import type { MonthlyRetention, WeeklyRetention, YearlyRetention } from "./retention";

/** The names of the resource groups in which Azure keeps the snapshots: prefix, a number, suffix. */
export interface InstantRestoreResourceGroup {
  /** The start of each name: 1 to 50 letters, digits, '-' and '_'. */
  readonly prefix: string;

  /**
   * The end of each name, after the number: letters, digits, '-', '_', '.' and parentheses, no '.' at the end.
   * @default - no suffix
   */
  readonly suffix?: string;
}

/** Options of a policy, without its vault. */
export interface VmBackupPolicyOptions extends AzurermResourceOptions {
  /**
   * The policy's name: 3 to 150 letters, digits, '-', '_' and '!', starting with a letter. A change replaces the policy.
   *
   * Azure cannot have two policies with the same name, so that a change of `policyType` needs a new `policyName`.
   * @default - the construct's path in the stack and the policy's type; if the stack does not declare the vault, the stack's name comes first
   */
  readonly policyName?: string;

  /** When Azure takes backups. */
  readonly schedule: BackupSchedule;

  /**
   * How many days Azure keeps each daily backup: 7 to 9,999.
   * @default - required with a daily or hourly schedule, and not allowed with a weekly one
   */
  readonly dailyRetentionDays?: number;

  /**
   * How long Azure keeps one backup of each week.
   * @default - required with a weekly schedule; none with another
   */
  readonly weeklyRetention?: WeeklyRetention;

  /**
   * How long Azure keeps some backups of each month.
   * @default - none
   */
  readonly monthlyRetention?: MonthlyRetention;

  /**
   * How long Azure keeps some backups of each year.
   * @default - none
   */
  readonly yearlyRetention?: YearlyRetention;

  /**
   * When monthly and yearly backups move to the archive tier.
   * @default - Azure archives no backup
   */
  readonly archiveTiering?: ArchiveTiering;

  /**
   * How many days Azure keeps the snapshot, from which a restore is fastest: 1 to 5, or 1 to 30 in an Enhanced policy. With a weekly
   * schedule it must be 5; in an Enhanced policy another number is only a warning, because Azure's tools accept it.
   * @default - Azure's default
   * @see https://learn.microsoft.com/azure/backup/backup-instant-restore-capability
   */
  readonly instantRestoreRetentionDays?: number;

  /**
   * The names of the resource groups of the snapshots. A lock on one of these groups makes the backups fail.
   * @default - `AzureBackupRG_<region>_<number>`
   */
  readonly instantRestoreResourceGroup?: InstantRestoreResourceGroup;

  /**
   * Whether Azure takes only crash-consistent snapshots, without the agent, VSS or scripts inside the VM. It requires an Enhanced
   * policy and azurerm 4.70.0 or newer; see {@link AzurermProviderVersion.require}.
   * @default false
   */
  readonly onlyCrashConsistent?: boolean;

  /**
   * The type of the policy. A change replaces the policy, and Azure moves a VM only from Standard to Enhanced.
   * @default - Enhanced if the schedule is hourly or `onlyCrashConsistent` is true; else azurerm's default, Standard
   */
  readonly policyType?: VmBackupPolicyType;
}
