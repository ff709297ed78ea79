import type { GenericResource } from "../arm/generic-resources";
import type { Context } from "../context";
import type { ResourceType } from "./resource-type";

/** Stores a resource, with the properties that the service itself sets, and the other resources that belong to it. */
export function store(
  context: Context,
  type: ResourceType,
  sent: GenericResource,
  existing: GenericResource | undefined,
): GenericResource {
  const resource = type.beforeStore?.(context, sent, existing) ?? sent;
  context.state.resources.set(resource.id, resource);
  type.afterStore?.(context, resource);
  return resource;
}
