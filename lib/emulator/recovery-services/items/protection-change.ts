import { isSameName } from "../../../azure/case-fold";
import type { Context } from "../../context";
import type { ItemProperties } from "./items";
import { reducedRetention, requireNoLessRetention } from "./immutable-rules";
import type { BackupPolicy, Job, ProtectedItem, Vault } from "../model";
import { policyOf, requireNoOtherVault } from "./protection-enable";
import { isSoftDeleted } from "./protection-state";
import { requireUnguarded } from "../vaults/resource-guard";
import { isImmutable } from "../vaults/vault-rules";
import { backupInputInvalid, itemLocked, suspensionNeedsImmutability } from "../../errors/item-errors";

export interface ItemChange {
  readonly item: ProtectedItem;
  /** The operation of the job that makes the change. */
  readonly operation: Job["operation"];
}

/**
 * Returns the change that a PUT makes to an existing item: undelete it, stop, suspend or resume its protection, or change its
 * policy.
 */
export function changedItem(context: Context, item: ProtectedItem, vault: Vault, properties: ItemProperties): ItemChange {
  const now = context.clock.now();
  if (now < item.protectedAt || (item.deletion && !isSoftDeleted(item, now))) {
    throw itemLocked();
  }
  requireSameVm(item, properties.sourceResourceId ?? properties.virtualMachineId);
  if (properties.isRehydrate) {
    if (!item.deletion) throw backupInputInvalid("isRehydrate is for an item that is soft-deleted");
    requireNoOtherVault(context, item.vmId, vault.id);
    return {
      item: { ...item, protection: "ProtectionStopped", policyId: undefined, deletion: undefined },
      operation: "Undelete",
    };
  }
  if (item.deletion) throw backupInputInvalid("the item is soft-deleted: undelete it with isRehydrate first");

  const { protectionState } = properties;
  if (protectionState === "ProtectionStopped" || protectionState === "BackupsSuspended") {
    requireUnguarded(context, vault.id, "stopProtectionAndRetainData", properties.resourceGuardOperationRequests);
    if (protectionState === "BackupsSuspended") requireImmutability(vault);
    // Backups of a suspended item are kept as long as its policy says, so that the item keeps the policy: our reading of Azure.
    const policyId = protectionState === "BackupsSuspended" ? item.policyId : undefined;
    return { item: { ...item, protection: protectionState, policyId }, operation: "DisableBackup" };
  }
  const before = context.state.policies.get(item.policyId ?? "");
  const after = policyOf(context, vault, properties.policyId);
  requireAllowedPolicy(vault, before, after);
  if (before && reducedRetention(before, after).length > 0) {
    requireUnguarded(context, vault.id, "changeProtection", properties.resourceGuardOperationRequests);
  }
  const extendedProperties = properties.extendedProperties ?? item.extendedProperties;
  const scheduledUntil = item.protection === "Protected" ? item.scheduledUntil : now;
  return {
    item: { ...item, protection: "Protected", policyId: after.id, extendedProperties, scheduledUntil },
    operation: "ConfigureBackup",
  };
}

/**
 * Refuses a VM of another subscription with the same resource group and name, which would have the same item. What Azure does is
 * not known.
 */
function requireSameVm({ vmId }: ProtectedItem, sourceId: string | undefined): void {
  if (sourceId === undefined || isSameName(sourceId, vmId)) return;
  throw backupInputInvalid(`the item protects '${vmId}', and '${sourceId}' has the same resource group and name`);
}

function requireImmutability(vault: Vault): void {
  if (isImmutable(vault)) return;
  throw suspensionNeedsImmutability();
}

/** Refuses a change from an Enhanced policy to a Standard one and, in an immutable vault, to less retention. */
function requireAllowedPolicy(vault: Vault, before: BackupPolicy | undefined, after: BackupPolicy): void {
  if (before?.properties["policyType"] === "V2" && after.properties["policyType"] !== "V2") {
    throw backupInputInvalid(`policy '${after.name}' is of type V1: an item with a policy of type V2 cannot go back`);
  }
  requireNoLessRetention(vault, before, after);
}
