import type { VmBackupPolicyOptions } from "./policy-options";

/** The type of a policy, which Azure never changes back from Enhanced to Standard for a VM. */
export enum VmBackupPolicyType {
  /** Standard: up to one backup a day, snapshots kept 1 to 5 days. */
  STANDARD = "V1",
  /**
   * Enhanced: up to six backups a day, snapshots kept 1 to 30 days; needed by VMs with Trusted Launch, Ultra or Premium SSD v2 disks.
   */
  ENHANCED = "V2",
}

/** The type that a policy states, or that what it asks for needs; undefined where either would do. */
export function typeOf({ policyType, schedule, onlyCrashConsistent }: VmBackupPolicyOptions): VmBackupPolicyType | undefined {
  if (policyType !== undefined) return policyType;
  return schedule._frequency === "Hourly" || onlyCrashConsistent === true ? VmBackupPolicyType.ENHANCED : undefined;
}
