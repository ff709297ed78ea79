import { Annotations } from "cdktf";
import { azurermProviderOf, recoveryServiceBlocksOf } from "../provider/azurerm-providers";
import type { DeclaredVault } from "./declared-vault";

/** Warns if the provider suspends backups on destroy, but the vault is not immutable: azurerm does not check it, and Azure refuses. */
export function warnIfSuspensionUnsupported(vault: DeclaredVault): void {
  const provider = azurermProviderOf(vault.resource);
  const suspends =
    provider && recoveryServiceBlocksOf(provider).some((one) => one.vmBackupSuspendProtectionAndRetainDataOnDestroy === true);
  if (!suspends || vault.immutability?.isImmutable) return;
  Annotations.of(vault).addWarning(
    "immutability should be unlocked or locked if the provider's features suspend backups on destroy, got " +
      `${vault.immutability?._state ?? "nothing"}; Azure refuses to destroy the protection of a VM in any other vault`,
  );
}
