/** The type of a policy. Azure never moves a VM back from an Enhanced to a Standard policy. */
export enum VmBackupPolicyType {
  /** Standard: up to one backup a day; Azure keeps snapshots for 1 to 5 days. */
  STANDARD = "V1",
  /**
   * Enhanced: up to six backups a day; Azure keeps snapshots for 1 to 30 days. VMs with Trusted Launch, Ultra or Premium SSD v2 disks
   * require it.
   */
  ENHANCED = "V2",
}
