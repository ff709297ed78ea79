import type { VmBackupPolicyOptions } from "./policy-options";
import { VmBackupPolicyType } from "./policy-type";

/** The type that a policy states, or that its other options need; undefined if either would do. */
export function policyTypeOf({
  policyType,
  schedule,
  onlyCrashConsistent,
}: VmBackupPolicyOptions): VmBackupPolicyType | undefined {
  if (policyType !== undefined) return policyType;
  return schedule._frequency === "Hourly" || onlyCrashConsistent === true ? VmBackupPolicyType.ENHANCED : undefined;
}
