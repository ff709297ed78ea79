import { isLiteral } from "../private/problems";
import { RecoveryServicesVault } from "../vault/recovery-services-vault";
import type { IRecoveryServicesVault } from "../vault/vault";

/** Facts of a vault that are known during synthesis. A value is undefined if only Azure or the deployment knows it. */

/** `Disabled`, `Unlocked` or `Locked`. A vault that is declared without immutability is not immutable. */
export function immutabilityOf(vault: IRecoveryServicesVault): string | undefined {
  return vault.immutability?._state ?? (vault instanceof RecoveryServicesVault ? "Disabled" : undefined);
}

/** Whether the vault is known to be immutable, locked or not. */
export function isImmutable(vault: IRecoveryServicesVault): boolean {
  const immutability = immutabilityOf(vault);
  return immutability === "Unlocked" || immutability === "Locked";
}

/** The vault's region as written in the props. */
export function regionOf({ location }: IRecoveryServicesVault): string | undefined {
  return isLiteral(location) ? location : undefined;
}
