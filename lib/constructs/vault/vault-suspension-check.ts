import { Annotations } from "cdktf";
import { azurermProviderOf, recoveryServiceBlocksOf } from "../provider/azurerm-providers";
import type { DeclaredVault } from "./declared-vault";

/** Only an immutable vault can suspend backups, which azurerm does not look at before it destroys the protection of a VM. */
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
