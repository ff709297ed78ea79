import type { GenericResource } from "../arm/generic-resources";
import type { Context } from "../context";
import type { ResourceType } from "./resource-type";

/** Stores a resource, with what the service itself decides of it and what belongs to it elsewhere. */
export function keep(
  context: Context,
  type: ResourceType,
  sent: GenericResource,
  existing: GenericResource | undefined,
): GenericResource {
  const resource = type.made?.(context, sent, existing) ?? sent;
  context.state.resources.set(resource.id, resource);
  type.stored?.(context, resource);
  return resource;
}
