import { fold } from "../azure/resource-id";
import { checkLocation, checkResourceGroupName, checkTags } from "../private/azure-names";
import { checkText, isLiteral, problem } from "../private/problems";
import type { RecoveryServicesVaultProps } from "./recovery-services-vault";

/** What is wrong with the props of a vault. */
export function vaultProblems(props: RecoveryServicesVaultProps): string[] {
  return [
    ...checkVaultName("vaultName", props.vaultName),
    ...checkResourceGroupName("resourceGroupName", props.resourceGroupName),
    ...checkLocation("location", props.location),
    ...checkTags("tags", props.tags),
    ...identityProblems(props),
    ...lockedProblems(props),
  ];
}

export function checkVaultName(path: string, name: string): string[] {
  return checkText(path, name, /^[a-zA-Z][-a-zA-Z0-9]{1,49}$/, {
    allowed: "2 to 50 letters, digits and '-', starting with a letter",
    remedy: "rename the vault",
  });
}

/** The identity that reads the key has to be one of the vault's. */
function identityProblems({ identity, encryption }: RecoveryServicesVaultProps): string[] {
  if (!identity || !encryption) return [];
  const needed = encryption._userAssignedIdentityId;
  if (needed === undefined) {
    const remedy = "use VaultIdentity.systemAndUserAssigned, or VaultEncryption.byUserAssignedIdentity";
    const rule = { allowed: "one with a system-assigned part, which reads the key", remedy };
    return identity._system ? [] : [problem("identity", identity._type, rule)];
  }
  const ids = identity._identityIds ?? [];
  if (!isLiteral(ids) || ![needed, ...ids].every(isLiteral) || ids.some((id) => fold(id) === fold(needed))) return [];
  const remedy = "add it, or leave identity out";
  return [problem("identity", ids, { allowed: `one with the identity that reads the key, ${needed}`, remedy })];
}

/** azurerm answers every other immutability of a locked vault with a replacement, and Azure refuses to delete it. */
function lockedProblems({ immutability, lifecycle }: RecoveryServicesVaultProps): string[] {
  if (!immutability?.isLocked || lifecycle?.preventDestroy !== false) return [];
  const rule = { allowed: "true where immutability is locked", remedy: "leave it out" };
  return [problem("lifecycle.preventDestroy", lifecycle.preventDestroy, rule)];
}
