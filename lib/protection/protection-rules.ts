import { fold, formatVaultId, parseBackupPolicyId, parseProtectedItemId, parseVaultId } from "../azure/resource-id";
import { isLiteral, problem } from "../private/problems";
import type { IVmBackupPolicy } from "../policy/vm-backup-policy";
import type { IRecoveryServicesVault } from "../vault/recovery-services-vault";
import type { ProtectedItemReferences, ProtectedVmsOptions, ProtectedVmsProps } from "./protected-vms";

const KEY = /^[A-Za-z0-9][-A-Za-z0-9._/]*$/;

/** What is wrong with the VMs of a map, whichever vault protects them. */
export function vmsProblems({ vms }: ProtectedVmsOptions): string[] {
  const entries = Object.entries(vms);
  if (entries.length === 0) {
    return [problem("vms", vms, { allowed: "a map of at least one VM", remedy: "name a VM, or leave the construct out" })];
  }
  const rule = {
    allowed: "letters, digits, '.', '_', '/' and '-', starting with a letter or digit",
    remedy: "choose a key that is known while the stack is synthesized",
  };
  const keys = entries.filter(([key]) => !KEY.test(key)).map(([key]) => problem("the key of vms", key, rule));
  const known = entries.filter(([, vm]) => vm._known).map(([key, vm]) => [key, vm._id] as const);
  return [...keys, ...duplicateVmProblems(known)];
}

/** What is wrong with VMs, their vault and their policy. */
export function protectedVmsProblems(props: ProtectedVmsProps): string[] {
  return [...vmsProblems(props), ...policyVaultProblems(props.vault, props.policy)];
}

/** One sentence for each VM that has a second key. */
export function duplicateVmProblems(ids: readonly (readonly [key: string, vmId: string])[]): string[] {
  const keyOf = new Map<string, string>();
  return ids.flatMap(([key, vmId]) => {
    // Azure's ids differ in nothing but case; the names in a reference of Terraform may.
    const identity = vmId.startsWith("/") ? fold(vmId) : vmId;
    const first = keyOf.get(identity);
    keyOf.set(identity, first ?? key);
    return first === undefined
      ? []
      : [`vms must name each VM once, got ${vmId} as '${first}' and as '${key}'; remove one of the keys`];
  });
}

/** What is wrong with items that a vault is said to protect. */
export function protectedItemProblems({ vault, protectedItemIds }: ProtectedItemReferences): string[] {
  if (!isLiteral(protectedItemIds)) return [];
  if (protectedItemIds.length === 0) {
    const rule = { allowed: "at least one id", remedy: "name the items, or leave the construct out" };
    return [problem("protectedItemIds", protectedItemIds, rule)];
  }
  return protectedItemIds.filter(isLiteral).flatMap((id) => {
    const item = parseProtectedItemId(id);
    const rule = {
      allowed: "'<id of the vault>/backupFabrics/Azure/protectionContainers/<container>/protectedItems/<item>'",
      remedy: "copy the id that azurerm_backup_protected_vm has, or that 'az backup item list' prints",
    };
    if (!item) return [problem("protectedItemIds", id, rule)];
    const vaultId = formatVaultId(item);
    if (!isLiteral(vault.vaultId) || fold(vaultId) === fold(vault.vaultId)) return [];
    return [
      problem("protectedItemIds", id, { allowed: `items of the vault ${vault.vaultId}`, remedy: "give the items' own vault" }),
    ];
  });
}

function policyVaultProblems(vault: IRecoveryServicesVault, policy: IVmBackupPolicy): string[] {
  const policyVault = isLiteral(policy.policyId) ? parseBackupPolicyId(policy.policyId) : undefined;
  const ownVault = isLiteral(vault.vaultId) ? parseVaultId(vault.vaultId) : undefined;
  if (!policyVault || !ownVault || fold(formatVaultId(policyVault)) === fold(formatVaultId(ownVault))) return [];
  const rule = { allowed: `a policy of the vault ${vault.vaultId}`, remedy: "use a policy of that vault" };
  return [problem("policy", policy.policyId, rule)];
}
