import type { BackupProtectedVm } from "@cdktf/provider-azurerm/lib/backup-protected-vm";
import { TerraformLocal } from "cdktf";
import type { Construct } from "constructs";
import { expression } from "../private/expression";
import { ForEachRows } from "./for-each-rows";
import { argumentsOf, EACH_VALUE, type ItemArguments, itemResource, type ItemResourceProps } from "./item-resource";
import { ProtectionState } from "./protection-state";
import { checkSameVms } from "./same-vm-check";
import type { SourceVm } from "./source-vm";
import { declareVmIds, onePart, type VmIds } from "./vm-ids";
import { overridableArguments } from "./vm-overrides";
import type { VmsOfPlan } from "./vm-selection";
import { fromVms, type VmsOrSearch } from "./vms-by-key";
import { localValue } from "../private/local-value";

/** The resource that protects VMs, with an instance for each key, and the ids of its instances. */
export interface ProtectedItems {
  readonly resource: BackupProtectedVm;
  readonly itemIds: string[];
  /** The ids of the items that are backed up. */
  readonly activeItemIds: string[];
}

const NO_DISKS = { includeDiskLuns: undefined, excludeDiskLuns: undefined };

/** Protects the VMs of a map. Overrides are values of the same block, so a change of an override does not change an address. */
export function protectMap(scope: Construct, props: ItemResourceProps, vms: VmsOrSearch): ProtectedItems {
  const vmIds = declareVmIds(scope, vms);
  if (typeof vms !== "function" && !Object.values(vms).some(({ _hasOverrides }) => _hasOverrides)) {
    const args = { ...NO_DISKS, backupPolicyId: props.policy.policyId, protectionState: ProtectionState.PROTECTED };
    const resource = protect(scope, props, vmIds, args);
    const itemIds = declareItemIds(scope, resource);
    return { resource, itemIds, activeItemIds: itemIds };
  }
  const { overrides, ...args } = overridableArguments(scope, props.policy, vms, vmIds.all);
  const resource = protect(scope, props, vmIds, args);
  const itemIds = declareItemIds(scope, resource);
  return { resource, itemIds, activeItemIds: activeItemIds(scope, resource, vms, itemIds, overrides) };
}

/** Protects VMs that only a plan knows. All have the same values. */
export function protectVmsOfPlan(scope: Construct, props: ItemResourceProps, { vm, iterator, ids }: VmsOfPlan): ProtectedItems {
  const rows = iterator && new ForEachRows(scope, iterator);
  const vmIds = onePart(localValue(scope, "VmIds", rows ? rows.mapEach(vm._id) : ids));
  const args = argumentsOf(vm, props.policy);
  const lifecycle = rows ? rows.inLifecycle(props.lifecycle) : props.lifecycle;
  const resource = protect(scope, { ...props, lifecycle }, vmIds, rows ? rows.inArguments(args) : args);
  const itemIds = declareItemIds(scope, resource);
  return { resource, itemIds, activeItemIds: isActive(vm) ? itemIds : [] };
}

function protect(
  scope: Construct,
  props: ItemResourceProps,
  vmIds: VmIds,
  args: Omit<ItemArguments, "sourceVmId">,
): BackupProtectedVm {
  const resource = itemResource(scope, props, { ...args, sourceVmId: EACH_VALUE });
  resource.addOverride("for_each", vmIds.all);
  checkSameVms(scope, props, resource, vmIds);
  return resource;
}

function declareItemIds(scope: Construct, resource: BackupProtectedVm): string[] {
  return new TerraformLocal(scope, "ItemIds", expression`[for key, item in ${resource.fqn} : item.id]`).asList;
}

function activeItemIds(
  scope: Construct,
  resource: BackupProtectedVm,
  vms: VmsOrSearch,
  itemIds: string[],
  overrides: string | undefined,
): string[] {
  const isKnown = typeof vms !== "function";
  if (isKnown && !Object.values(vms).some(isActive)) return [];
  if (isKnown && Object.values(vms).every(isActive)) return itemIds;
  const active = ProtectionState.PROTECTED;
  const inactiveKeys = expression`[for key, own in ${overrides} : key if lookup(own, "protection_state", ${active}) != ${active}]`;
  const ids = expression`[for key in setsubtract(keys(${resource.fqn}), ${inactiveKeys}) : ${resource.fqn}[key].id]`;
  return new TerraformLocal(
    scope,
    "ActiveItemIds",
    fromVms(vms, (map) => (Object.values(map).every(isActive) ? itemIds : ids)),
  ).asList;
}

function isActive(vm: SourceVm): boolean {
  return vm._state === ProtectionState.PROTECTED;
}
