/**
 * Whether the backups of a vault can be restored into another subscription.
 * @see https://learn.microsoft.com/azure/backup/backup-azure-arm-restore-vms#cross-subscription-restore-for-azure-vm
 */
export enum CrossSubscriptionRestoreState {
  /** They can. */
  ENABLED = "Enabled",
  /** They cannot, until it is enabled again. */
  DISABLED = "Disabled",
  /** They never can again: neither you nor Microsoft can enable it. */
  PERMANENTLY_DISABLED = "PermanentlyDisabled",
}
