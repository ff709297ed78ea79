import type { BackupPolicyVm } from "@cdktf/provider-azurerm/lib/backup-policy-vm";
import { requiredVersion } from "../provider/required-version";
import { allowsVersion } from "../provider/version-constraint";

/** Has the argument `consistency_type`. */
const CONSISTENCY_TYPE = "4.70.0";

/**
 * Crash-consistent snapshots need a newer azurerm than the bindings know. Asked when the stack is synthesized, because the version may
 * be required after the policy is made.
 */
export function consistencyVersionProblems(resource: BackupPolicyVm): string[] {
  const constraint = requiredVersion(resource);
  if (constraint === undefined || !allowsVersion(constraint, { below: CONSISTENCY_TYPE })) return [];
  return [
    `onlyCrashConsistent must come with azurerm ${CONSISTENCY_TYPE} or newer, got '${constraint}'; ` +
      'call AzurermProviderVersion.require(this, ">= 4.77.0, < 5.0.0")',
  ];
}
