import type { GenericResource } from "../arm/generic-resources";
import type { Context } from "../context";
import type { ResourceType } from "./resource-type";

/** Stores a resource, with what the service itself decides and with what belongs to the resource elsewhere. */
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
