import type { VmBackupPolicyOptions } from "./policy-options";
import { VmBackupPolicyType } from "./policy-type";

/** The given type of a policy, or the type that its other options need; undefined if both types are possible. */
export function policyTypeOf({
  policyType,
  schedule,
  onlyCrashConsistent,
}: VmBackupPolicyOptions): VmBackupPolicyType | undefined {
  if (policyType !== undefined) return policyType;
  return schedule._frequency === "Hourly" || onlyCrashConsistent === true ? VmBackupPolicyType.ENHANCED : undefined;
}
