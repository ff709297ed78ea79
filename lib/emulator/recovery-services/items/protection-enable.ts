import { caseFold, isSameName } from "../../../azure/case-fold";
import { MAX_VMS_PER_VAULT } from "../../../azure/limits";
import { isSameRegion } from "../../../azure/region";
import { isInVault, parseBackupPolicyId, parseVirtualMachineId } from "../../../azure/resource-id";
import { vmContainerName, vmKeyOf, vmOfName } from "../../../azure/vm-item-name";
import type { GenericResource } from "../../arm/generic-resources";
import type { Context } from "../../context";
import type { ItemParams, ItemProperties } from "./items";
import type { BackupPolicy, ProtectedItem, Vault } from "../model";
import { requireReadableKey } from "../vaults/vault-rules";
import { canonicalItemId, isLive, isPresent } from "./protection-state";
import {
  containerNameInvalid,
  itemNameInvalid,
  protectedByAnotherVault,
  protectionRequestInvalid,
  vaultFull,
  backupInputInvalid,
} from "../../errors/item-errors";

/*
 * Written twice on purpose: lib/constructs/protection/protection-rules.ts has the same rules,
 * and they share no limit, because test/e2e/azurerm/agreement.test.ts checks them against each other.
 */

/**
 * Returns the protected item of a VM, which exists some seconds from now.
 * @throws ServiceError if the vault cannot protect the VM
 */
export function newItem(
  context: Context,
  params: ItemParams,
  vault: Vault,
  properties: ItemProperties,
  seconds: number,
): ProtectedItem {
  const { clock, state } = context;
  requireNames(params);
  requireReadableKey(vault);
  const vmId = properties.sourceResourceId ?? properties.virtualMachineId ?? "";
  const vm = parseVirtualMachineId(vmId);
  const key = vm && caseFold(vmContainerName(vm));
  if (!vm || vmKeyOf(params.itemName) !== key || vmKeyOf(params.containerName) !== key) {
    throw backupInputInvalid(`sourceResourceId '${vmId}' is not the id of the VM that '${params.itemName}' names`);
  }
  const canonical = canonicalItemId(vault.id, vmId);
  const resource = state.resources.get(vmId);
  if (!canonical || !resource) throw protectionRequestInvalid(`the virtual machine '${vmId}' does not exist`);
  const mismatch = regionProblem(resource, vault);
  if (mismatch) throw backupInputInvalid(mismatch);
  const now = clock.now();
  requireNoOtherVault(context, vmId, vault.id);
  const items = state.protectedItems.under(vault.id).filter((item) => isPresent(item, now));
  if (items.length >= MAX_VMS_PER_VAULT) throw vaultFull(MAX_VMS_PER_VAULT);
  return {
    ...canonical,
    vaultId: vault.id,
    vmId,
    vmName: vm.vmName,
    policyId: policyOf(context, vault, properties.policyId).id,
    protection: "Protected",
    extendedProperties: properties.extendedProperties,
    protectedAt: clock.now() + seconds * 1000,
    scheduledUntil: clock.now() + seconds * 1000,
    deletion: undefined,
  };
}

/** Returns a message if the VM and the vault are in different regions. */
export function regionProblem({ body }: GenericResource, vault: Vault): string | undefined {
  const location = body["location"];
  if (typeof location !== "string" || isSameRegion(location, vault.location)) return undefined;
  return `the virtual machine is in ${location}, the vault in ${vault.location}: they have to be in the same region`;
}

/** Refuses a VM that another vault protects or has started to protect. Soft-deleted items do not count. */
export function requireNoOtherVault({ clock, state }: Context, vmId: string, vaultId: string): void {
  const now = clock.now();
  for (const other of state.protectedItems.values()) {
    if (isSameName(other.vaultId, vaultId) || !isSameName(other.vmId, vmId)) continue;
    if (isLive(other, now)) throw protectedByAnotherVault(other.vaultId);
  }
}

/**
 * Returns the policy of the vault with an id.
 * @throws ServiceError if there is no such policy in the vault
 */
export function policyOf({ state }: Context, vault: Vault, id = ""): BackupPolicy {
  const parsed = parseBackupPolicyId(id);
  if (!parsed) throw backupInputInvalid(`policyId '${id}' is not the id of a backup policy`);
  if (!isInVault(parsed, vault.id)) throw backupInputInvalid(`policyId '${id}' is of another vault than the item`);
  const policy = state.policies.get(id);
  if (!policy) throw backupInputInvalid(`the policy '${id}' does not exist`);
  return policy;
}

function requireNames({ containerName, itemName }: ItemParams): void {
  if (!/^IaasVMContainer;/i.test(containerName) || !vmOfName(containerName)) {
    throw containerNameInvalid(containerName);
  }
  if (!/^VM;/i.test(itemName) || !vmOfName(itemName)) {
    throw itemNameInvalid(itemName);
  }
}
