import { isObject } from "../arm/json-merge";
import type { GenericResource } from "../arm/generic-resources";
import type { Json } from "./resource-type";
import { propertyMissing } from "../errors/resource-errors";

/** Returns a member of a JSON object as an object; an empty one if it is not an object. */
export function member(value: unknown, key: string): Json {
  const found = isObject(value) ? value[key] : undefined;
  return isObject(found) ? found : {};
}

/** Returns a member of a JSON object as a list of objects; an empty one if it is not a list. */
export function list(value: unknown, key: string): Json[] {
  const found = isObject(value) ? value[key] : undefined;
  return Array.isArray(found) ? found.filter(isObject) : [];
}

export function propertiesOf(resource: GenericResource): Json {
  return member(resource.body, "properties");
}

/** Returns a resource with additional or changed properties. */
export function withProperties(resource: GenericResource, properties: Json): GenericResource {
  return { ...resource, body: { ...resource.body, properties: { ...propertiesOf(resource), ...properties } } };
}

/**
 * Returns a property that must be a non-empty text.
 * @throws ServiceError if it is not
 */
export function requiredText(resource: GenericResource, key: string): string {
  const value = propertiesOf(resource)[key];
  if (typeof value === "string" && value !== "") return value;
  throw propertyMissing(key, resource.type);
}
