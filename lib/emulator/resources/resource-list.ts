import { isSameName } from "../../azure/case-fold";
import { filterTerms } from "../arm/filter-terms";
import type { Context } from "../context";
import { resourceTypeNamed } from "./resource-types";
import { groupOf } from "./scope";

/** An entry of a list of resources. */
export interface ListedResource {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly location: unknown;
  readonly tags: unknown;
  readonly identity?: unknown;
  readonly sku?: unknown;
}

/** Returns the resources of a group or subscription that have a location. */
export function listedResources({ state }: Context, scope: string): ListedResource[] {
  const vaults = state.vaults.under(scope).map(({ id, name, location, tags, identity, sku }) => {
    return { id, name, type: "Microsoft.RecoveryServices/vaults", location, tags, identity, sku };
  });
  const others = state.resources.under(scope).flatMap(({ id, name, type, body }) => {
    if (!resourceTypeNamed(type)?.tracked) return [];
    const { location, tags, identity, sku } = body;
    return [{ id, name, type, location, tags, ...(identity ? { identity } : {}), ...(sku ? { sku } : {}) }];
  });
  return [...vaults, ...others];
}

const KEYS = ["resourceType", "resourceGroup", "name", "location", "tagName", "tagValue"] as const;

/**
 * Returns the resources that match a `$filter`.
 * @throws ServiceError if Azure Resource Manager does not know a term of the filter
 */
export function filtered(resources: readonly ListedResource[], filter: string | undefined): ListedResource[] {
  const wanted = filterTerms(filter, KEYS);
  const matches = (key: (typeof KEYS)[number], actual: unknown) => isSameName(wanted[key] ?? String(actual), String(actual));
  return resources.filter((resource) => {
    const tags = Object.entries((resource.tags ?? {}) as Record<string, string>);
    const { tagName } = wanted;
    const tagged = tagName === undefined || tags.some(([name, value]) => isSameName(name, tagName) && matches("tagValue", value));
    return (
      matches("resourceType", resource.type) &&
      matches("resourceGroup", groupOf(resource.id)?.resourceGroupName) &&
      matches("name", resource.name) &&
      matches("location", resource.location) &&
      tagged
    );
  });
}
