import { Annotations } from "cdktf";
import { requiredVersion } from "../provider/required-version";
import { allowsVersion } from "../provider/version-constraint";
import type { DeclaredVault } from "./declared-vault";

/** Knows that Azure may keep soft delete on whatever one asks. */
const ALWAYS_ON = "4.64.0";
/** Takes keys of a managed HSM. */
const MANAGED_HSM = "4.65.0";
/** Has no argument for soft delete any more. */
const NO_SOFT_DELETE = "5.0.0";

/**
 * What the version of azurerm that the stack requires means for a vault: warnings on the construct, and what the provider is certain to
 * refuse. Asked when the stack is synthesized, because the version may be required after the vault is made.
 */
export function checkVersion(vault: DeclaredVault): string[] {
  const constraint = requiredVersion(vault.resource);
  if (constraint === undefined) return [];
  const warn = (message: string) => {
    Annotations.of(vault).addWarning(message);
  };

  const tooOld = allowsVersion(constraint, { below: ALWAYS_ON });
  if (tooOld) {
    warn(
      `azurerm must be at least ${ALWAYS_ON} if Azure keeps soft delete always on, got '${constraint}'; before it the provider creates ` +
        'the vault, fails, and forgets it; call AzurermProviderVersion.require(this, ">= 4.77.0, < 5.0.0")',
    );
  }
  const keyId = vault.resource.encryptionInput?.keyId;
  if (keyId?.includes(".managedhsm.") && !allowsVersion(constraint, { from: MANAGED_HSM })) {
    warn(
      `azurerm must be at least ${MANAGED_HSM} for a key of a managed HSM, got '${constraint}'; call AzurermProviderVersion.require`,
    );
  }

  const softDelete = vault.resource.softDeleteEnabledInput;
  if (softDelete === undefined) return [];
  if (!allowsVersion(constraint, { below: NO_SOFT_DELETE })) {
    return [
      `softDeleteEnabled must be left out with azurerm '${constraint}', got ${String(softDelete)}; azurerm 5 has no such argument`,
    ];
  }
  if (!tooOld) {
    warn(
      `softDeleteEnabled should be left out with azurerm '${constraint}', got ${String(softDelete)}; Azure decides it, and azurerm 5 ` +
        "has no such argument",
    );
  }
  return [];
}
