import { parseVaultId } from "../azure/resource-id";
import { isLiteral } from "../private/problems";
import { type IRecoveryServicesVault, RecoveryServicesVault } from "../vault/recovery-services-vault";

/** What is known of a vault while the stack is synthesized; undefined where only Azure, or the deployment, knows. */

/** `Disabled`, `Unlocked` or `Locked`. */
export function immutabilityOf(vault: IRecoveryServicesVault): string | undefined {
  if (!(vault instanceof RecoveryServicesVault)) return undefined;
  const immutability = vault.resource.immutabilityInput ?? "Disabled";
  return isLiteral(immutability) ? immutability : undefined;
}

/** Whether the vault is known to be immutable, locked or not. */
export function isImmutable(vault: IRecoveryServicesVault): boolean {
  const immutability = immutabilityOf(vault);
  return immutability === "Unlocked" || immutability === "Locked";
}

/** The vault's region as it was written. */
export function regionOf(vault: IRecoveryServicesVault): string | undefined {
  const location = vault instanceof RecoveryServicesVault ? vault.resource.locationInput : undefined;
  return isLiteral(location) ? location : undefined;
}

/** The id of the subscription that holds the vault. */
export function subscriptionOf(vault: IRecoveryServicesVault): string | undefined {
  if (isLiteral(vault.vaultId)) return parseVaultId(vault.vaultId)?.subscriptionId;
  const provider = vault instanceof RecoveryServicesVault ? vault.resource.provider : undefined;
  const { subscriptionIdInput: subscriptionId } = (provider ?? {}) as { subscriptionIdInput?: string };
  return isLiteral(subscriptionId) ? subscriptionId : undefined;
}
