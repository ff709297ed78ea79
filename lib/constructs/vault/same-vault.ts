import { caseFold, isSameName } from "../../azure/case-fold";
import type { VaultId } from "../../azure/resource-id";
import { isLiteral } from "../private/problems";
import { isDeclared, knownPartsOf } from "./known-vault";
import type { IRecoveryServicesVaultRef } from "./vault-ref";

/** Whether two vaults are certainly the same: their ids differ in nothing but case. */
function isSameVault(one: IRecoveryServicesVaultRef, other: IRecoveryServicesVaultRef): boolean {
  return vaultKey(one) === vaultKey(other);
}

/** A key that is equal for two vaults of an app only if they are the same. */
export function vaultKey({ vaultId }: IRecoveryServicesVaultRef): string {
  return isLiteral(vaultId) ? caseFold(vaultId) : vaultId;
}

/** Whether two vaults are certainly different. */
export function areDistinctVaults(one: IRecoveryServicesVaultRef, other: IRecoveryServicesVaultRef): boolean {
  if (isSameVault(one, other)) return false;
  return (isDeclared(one) && isDeclared(other)) || isOtherVault(one, knownPartsOf(other));
}

/** Whether a known part of an id certainly belongs to another vault. */
export function isOtherVault(vault: IRecoveryServicesVaultRef, parts: Partial<VaultId>): boolean {
  const own = knownPartsOf(vault);
  return (["subscriptionId", "resourceGroupName", "vaultName"] as const).some((part) => {
    const [mine, theirs] = [own[part], parts[part]];
    return mine !== undefined && theirs !== undefined && !isSameName(mine, theirs);
  });
}

/** A vault as error messages name it. */
export function formatVault(vault: IRecoveryServicesVaultRef): string {
  return isLiteral(vault.vaultId) ? vault.vaultId : `'${vault.node.path}'`;
}
