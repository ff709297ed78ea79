import { caseFold } from "../../azure/case-fold";
import {
  formatVirtualMachineId,
  parseBackupPolicyId,
  parseVaultId,
  parseVirtualMachineId,
  parseVmItemId,
} from "../../azure/resource-id";
import { requireResourceGroupName, requireResourceName } from "../arm/names";
import { resourceGroupId } from "../arm/resource-groups";
import { LOCATIONS } from "../arm/locations";
import type { Context } from "../context";
import { store } from "./store";
import type { Json } from "./resource-type";
import { exists, groupOf, isSubscription, normalizedPath } from "./scope";
import { targetOf } from "./target";
import { type VirtualMachineFacts, virtualMachineBody } from "./virtual-machine-facts";

/** A resource that exists from the start: a resource group, or a resource of a type that the emulator knows. */
export interface ResourceSeed {
  /**
   * Id of a resource group, such as `/subscriptions/…/resourceGroups/rg-backup`, or of a resource: a subnet, a private DNS zone,
   * a Log Analytics workspace, an action group, a Resource Guard, a user-assigned identity, a vault, a policy in a vault, or a VM
   * that a vault protects. What a policy or a protected VM needs is created with it.
   */
  readonly id: string;
  /**
   * Azure region, if the resource type has one.
   * @default westeurope
   */
  readonly location?: string;
  /**
   * Tags, if the resource type has them.
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
  /**
   * Properties in the format of Azure's API. A protected VM with `protectionState` `IRPending` has no backup yet.
   * @default - none; a policy has those of `DefaultPolicy`; a protected VM follows `DefaultPolicy`, and was backed up a day ago
   */
  readonly properties?: Json;
}

const DEFAULT_LOCATION = "westeurope";
const GROUP = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+$/;

/**
 * Returns the seed, if it is valid.
 * @throws Error if the emulator does not know the type of its id, or its location is not an Azure region
 */
export function checkedResource(seed: ResourceSeed): ResourceSeed {
  const { id, location } = seed;
  if (location !== undefined && !LOCATIONS.includes(location)) {
    throw new Error(`location of resource '${id}' is '${location}': use the name of an Azure region, such as westeurope`);
  }
  if (!GROUP.test(normalizedPath(id)) && !isBackupId(id) && !namesResource(id)) {
    throw new Error(
      `resource id '${id}' is of no type that the emulator knows: use the id of a resource group, or of a resource type in docs/emulator-fidelity.md`,
    );
  }
  return seed;
}

/** Whether an id is that of a vault, of a policy in it, or of a VM that it protects. */
export function isBackupId(id: string): boolean {
  return (parseVaultId(id) ?? parseBackupPolicyId(id) ?? parseVmItemId(id)) !== undefined;
}

function namesResource(id: string): boolean {
  try {
    return targetOf("PUT", id).name !== undefined;
  } catch {
    return false;
  }
}

/** Adds a resource, and its resource group and parents if they do not exist. */
export function addResource(context: Context, { id, location = DEFAULT_LOCATION, ...rest }: ResourceSeed): void {
  const path = normalizedPath(id);
  addGroup(context, path, location, GROUP.test(path) ? rest.tags : undefined);
  if (GROUP.test(path)) return;
  const { type, scope, parent, id: canonicalId, name = "" } = targetOf("PUT", path);
  for (const above of [scope, parent]) {
    if (above && !isSubscription(above) && !exists(context, above)) addResource(context, { id: above, location });
  }
  requireResourceName(type.name, name);
  const existing = context.state.resources.get(canonicalId);
  const body = { ...(type.tracked && { location }), ...rest };
  store(context, type, { id: existing?.id ?? canonicalId, name: existing?.name ?? name, type: type.name, body }, existing);
}

/** Creates the resource group in an id, unless it exists. */
export function addGroup({ state }: Context, id: string, location = DEFAULT_LOCATION, tags: ResourceSeed["tags"] = {}): void {
  const group = groupOf(id);
  if (!group) return;
  const groupId = resourceGroupId(group);
  if (state.resourceGroups.get(groupId)) return;
  requireResourceGroupName(group.resourceGroupName);
  state.resourceGroups.set(groupId, { id: groupId, name: group.resourceGroupName, location, tags });
}

/** Adds a virtual machine, and its resource group if it does not exist. */
export function addVirtualMachine(context: Context, { id, ...facts }: VirtualMachineFacts & { readonly id: string }): void {
  const vm = parseVirtualMachineId(id);
  if (!vm) return;
  const type = "Microsoft.Compute/virtualMachines";
  requireResourceName(type, vm.vmName);
  addGroup(context, id, facts.location);
  context.state.resources.set(caseFold(id), {
    id: formatVirtualMachineId(vm),
    name: vm.vmName,
    type,
    body: virtualMachineBody(facts),
  });
}
