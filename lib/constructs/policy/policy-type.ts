/** The type of a policy, which Azure never changes back from Enhanced to Standard for a VM. */
export enum VmBackupPolicyType {
  /** Standard: up to one backup a day, snapshots kept 1 to 5 days. */
  STANDARD = "V1",
  /**
   * Enhanced: up to six backups a day, snapshots kept 1 to 30 days; needed by VMs with Trusted Launch, Ultra or Premium SSD v2 disks.
   */
  ENHANCED = "V2",
}
