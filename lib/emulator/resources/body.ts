import { isObject } from "../arm/json-merge";
import type { GenericResource } from "../arm/generic-resources";
import type { Json } from "./resource-type";
import { propertyMissing } from "../errors/resource-errors";

/** A member of a JSON object as an object; empty if it is none. */
export function member(value: unknown, key: string): Json {
  const found = isObject(value) ? value[key] : undefined;
  return isObject(found) ? found : {};
}

/** A member of a JSON object as a list of objects; empty if it is none. */
export function list(value: unknown, key: string): Json[] {
  const found = isObject(value) ? value[key] : undefined;
  return Array.isArray(found) ? found.filter(isObject) : [];
}

export function propertiesOf(resource: GenericResource): Json {
  return member(resource.body, "properties");
}

/** A resource with properties beside those it has. */
export function withProperties(resource: GenericResource, properties: Json): GenericResource {
  return { ...resource, body: { ...resource.body, properties: { ...propertiesOf(resource), ...properties } } };
}

/**
 * A property that must be text.
 * @throws ServiceError if it is not
 */
export function requiredText(resource: GenericResource, key: string): string {
  const value = propertiesOf(resource)[key];
  if (typeof value === "string" && value !== "") return value;
  throw propertyMissing(key, resource.type);
}
