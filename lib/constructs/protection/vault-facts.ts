import { isLiteral } from "../private/problems";
import { RecoveryServicesVault } from "../vault/recovery-services-vault";
import type { IRecoveryServicesVault } from "../vault/vault";

/** What is known of a vault while the stack is synthesized; undefined if only Azure, or the deployment, knows. */

/** `Disabled`, `Unlocked` or `Locked`. A vault that is declared without a word about it is not immutable. */
export function immutabilityOf(vault: IRecoveryServicesVault): string | undefined {
  return vault.immutability?._state ?? (vault instanceof RecoveryServicesVault ? "Disabled" : undefined);
}

/** Whether the vault is known to be immutable, locked or not. */
export function isImmutable(vault: IRecoveryServicesVault): boolean {
  const immutability = immutabilityOf(vault);
  return immutability === "Unlocked" || immutability === "Locked";
}

/** The vault's region as it was written. */
export function regionOf({ location }: IRecoveryServicesVault): string | undefined {
  return isLiteral(location) ? location : undefined;
}
