import type { BackupPolicyVm } from "@cdktf/provider-azurerm/lib/backup-policy-vm";
import { requiredVersion } from "../provider/required-version";
import { allowsVersion } from "../provider/version-constraint";

/** The first version of azurerm with the argument `consistency_type`. */
const CONSISTENCY_TYPE = "4.70.0";

/**
 * `onlyCrashConsistent` needs a newer azurerm than the bindings know. The check runs at synth, because the stack may require the
 * version after it declares the policy.
 */
export function consistencyVersionProblems(resource: BackupPolicyVm): string[] {
  const constraint = requiredVersion(resource);
  if (constraint === undefined || !allowsVersion(constraint, { below: CONSISTENCY_TYPE })) return [];
  return [
    `onlyCrashConsistent must come with azurerm ${CONSISTENCY_TYPE} or newer, got '${constraint}'; ` +
      'call AzurermProviderVersion.require(this, ">= 4.77.0, < 5.0.0")',
  ];
}
