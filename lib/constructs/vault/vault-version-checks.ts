import { Annotations } from "cdktf";
import { problem } from "../private/problems";
import { requiredVersion } from "../provider/required-version";
import { allowsVersion } from "../provider/version-constraint";
import type { DeclaredVault } from "./declared-vault";
import { hasSoftDeleteArgument, softDeleteArgument } from "./soft-delete-argument";

/** The first version that can create a vault if Azure enforces soft delete. */
const ALWAYS_ON = "4.64.0";
/** The first version that accepts keys of a managed HSM. */
const MANAGED_HSM = "4.65.0";
/** The first version without the argument for soft delete. */
const NO_SOFT_DELETE = "5.0.0";

/** Refuses soft delete if the bindings have no argument for it. */
export function checkBindings(vault: DeclaredVault, softDeleteEnabled: boolean | undefined): string[] {
  if (softDeleteEnabled === undefined || hasSoftDeleteArgument(vault.resource)) return [];
  const rule = {
    allowed: "left out with bindings of azurerm 5, which have no such argument",
    remedy: "leave it out: Azure decides it",
  };
  return [problem("softDeleteEnabled", softDeleteEnabled, rule)];
}

/**
 * Checks a vault against the version of azurerm that the stack requires: adds warnings, and returns problems for settings that the
 * provider refuses. The check runs at synth, because the stack may require the version after it declares the vault.
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
      `azurerm must be at least ${ALWAYS_ON} if Azure enforces soft delete, got '${constraint}'; older versions create the vault, fail, ` +
        'and do not store it in the state; call AzurermProviderVersion.require(this, ">= 4.77.0, < 5.0.0")',
    );
  }
  const keyId = vault.resource.encryptionInput?.keyId;
  if (keyId?.includes(".managedhsm.") && allowsVersion(constraint, { below: MANAGED_HSM })) {
    warn(
      `azurerm must be at least ${MANAGED_HSM} for a key of a managed HSM, got '${constraint}'; call AzurermProviderVersion.require`,
    );
  }

  const softDelete = softDeleteArgument(vault.resource);
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
