import { requireResourceGroupName, requireResourceName } from "../arm/names";
import { resourceGroupId } from "../arm/resource-groups";
import { LOCATIONS } from "../arm/locations";
import type { Context } from "../context";
import { store } from "./store";
import type { Json } from "./resource-type";
import { exists, groupOf, isSubscription, normalizedPath } from "./scope";
import { targetOf } from "./target";

/** A resource that exists before anybody creates one: a resource group, or one of the types that the emulator keeps. */
export interface ResourceSeed {
  /**
   * Such as `/subscriptions/…/resourceGroups/rg-backup`, or one of a subnet, a private DNS zone, a Log Analytics workspace, an
   * action group, a Resource Guard or a user-assigned identity.
   */
  readonly id: string;
  /**
   * Azure region, of what has one.
   * @default westeurope
   */
  readonly location?: string;
  /**
   * Tags, of what has any.
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
  /**
   * Properties, as Azure's API has them.
   * @default - none
   */
  readonly properties?: Json;
}

const DEFAULT_LOCATION = "westeurope";
const GROUP = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+$/;

/**
 * The seed as it was given.
 * @throws Error if its id names nothing that the emulator keeps, or its location is not a region of Azure
 */
export function checkedResource(seed: ResourceSeed): ResourceSeed {
  const { id, location } = seed;
  if (location !== undefined && !LOCATIONS.includes(location)) {
    throw new Error(`location of resource '${id}' is '${location}': use the name of an Azure region, such as westeurope`);
  }
  if (!GROUP.test(normalizedPath(id)) && !namesResource(id)) {
    throw new Error(
      `resource id '${id}' names nothing that the emulator keeps: pass the id of a resource group, or of a resource of a type in its documentation`,
    );
  }
  return seed;
}

function namesResource(id: string): boolean {
  try {
    return targetOf("PUT", id).name !== undefined;
  } catch {
    return false;
  }
}

/** Adds a resource, and its resource group and whatever it is a part of if they are not there. */
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

/** Makes the resource group that an id lies in, unless it is there. */
export function addGroup({ state }: Context, id: string, location = DEFAULT_LOCATION, tags: ResourceSeed["tags"] = {}): void {
  const group = groupOf(id);
  if (!group) return;
  const groupId = resourceGroupId(group);
  if (state.resourceGroups.get(groupId)) return;
  requireResourceGroupName(group.resourceGroupName);
  state.resourceGroups.set(groupId, { id: groupId, name: group.resourceGroupName, location, tags });
}
