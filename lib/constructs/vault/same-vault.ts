import { caseFold } from "../../azure/case-fold";
import { isLiteral } from "../private/problems";
import type { IRecoveryServicesVaultRef } from "./vault-ref";

/** Whether two vaults are known to be one: the same construct, or ids that differ in nothing but case. */
export function isSameVault(one: IRecoveryServicesVaultRef, other: IRecoveryServicesVaultRef): boolean {
  return vaultKey(one) === vaultKey(other);
}

/** What tells a vault from the others of an app. */
export function vaultKey(vault: IRecoveryServicesVaultRef): unknown {
  return isLiteral(vault.vaultId) ? caseFold(vault.vaultId) : vault;
}

/** Whether an id is certainly that of another vault. */
export function isOtherVault(vault: IRecoveryServicesVaultRef, vaultId: string): boolean {
  return isLiteral(vault.vaultId) && isLiteral(vaultId) && vaultKey(vault) !== caseFold(vaultId);
}
