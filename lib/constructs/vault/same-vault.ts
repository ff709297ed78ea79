import { caseFold, isSameName } from "../../azure/case-fold";
import type { VaultId } from "../../azure/resource-id";
import { isLiteral } from "../private/problems";
import { isDeclared, knownPartsOf } from "./known-vault";
import type { IRecoveryServicesVaultRef } from "./vault-ref";

/** Whether two vaults are known to be one: the same construct, or ids that differ in nothing but case. */
export function isSameVault(one: IRecoveryServicesVaultRef, other: IRecoveryServicesVaultRef): boolean {
  return one.vaultId === other.vaultId || vaultKey(one) === vaultKey(other);
}

/** What tells a vault from the others of an app. */
export function vaultKey(vault: IRecoveryServicesVaultRef): unknown {
  return isLiteral(vault.vaultId) ? caseFold(vault.vaultId) : vault;
}

/** Whether two vaults are certainly two, by whatever is known of both. */
export function areTwoVaults(one: IRecoveryServicesVaultRef, other: IRecoveryServicesVaultRef): boolean {
  if (isSameVault(one, other)) return false;
  return (isDeclared(one) && isDeclared(other)) || isOtherVault(one, knownPartsOf(other));
}

/** Whether the parts of an id, as far as they are known, are certainly those of another vault. */
export function isOtherVault(vault: IRecoveryServicesVaultRef, parts: Partial<VaultId>): boolean {
  const own = knownPartsOf(vault);
  return (["subscriptionId", "resourceGroupName", "vaultName"] as const).some((part) => {
    const [mine, theirs] = [own[part], parts[part]];
    return mine !== undefined && theirs !== undefined && !isSameName(mine, theirs);
  });
}

/** A vault as an error names it. */
export function formatVault(vault: IRecoveryServicesVaultRef): string {
  return isLiteral(vault.vaultId) ? vault.vaultId : `'${vault.node.path}'`;
}
