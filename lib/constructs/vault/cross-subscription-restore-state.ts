/**
 * Whether the backups of a vault can be restored into another subscription.
 * @see https://learn.microsoft.com/azure/backup/backup-azure-arm-restore-vms#cross-subscription-restore-for-azure-vm
 */
export enum CrossSubscriptionRestoreState {
  /** Backups can be restored into another subscription. */
  ENABLED = "Enabled",
  /** Backups cannot be restored into another subscription, until the state is enabled again. */
  DISABLED = "Disabled",
  /** Backups can never be restored into another subscription: neither you nor Microsoft can enable it again. */
  PERMANENTLY_DISABLED = "PermanentlyDisabled",
}
