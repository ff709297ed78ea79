import { caseFold, isSameName } from "../../azure/case-fold";
import { ServiceError } from "../arm/error";
import type { Context } from "../context";
import { resourceTypeNamed } from "./resource-types";
import { groupOf } from "./scope";

/** A resource as a list of resources shows it. */
export interface ListedResource {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly location: unknown;
  readonly tags: unknown;
  readonly identity?: unknown;
  readonly sku?: unknown;
}

/** The resources with a location that lie in a group or a subscription. */
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
const TERM = /^(\w+) eq '((?:[^']|'')*)'$/i;

/**
 * The resources that a `$filter` lets through.
 * @throws ServiceError for a term that is none of Azure Resource Manager's
 */
export function filtered(resources: readonly ListedResource[], filter: string | undefined): ListedResource[] {
  const wanted = new Map<string, string>();
  for (const term of (filter ?? "").split(/ and /i).filter((text) => text.trim() !== "")) {
    const [, name = "", value = ""] = TERM.exec(term.trim()) ?? [];
    const key = KEYS.find((known) => isSameName(known, name));
    if (!key)
      throw new ServiceError(400, "InvalidFilterInQueryString", `Invalid $filter '${term}' specified in the query string.`);
    wanted.set(key, caseFold(value.replace(/''/g, "'")));
  }
  const matches = (key: (typeof KEYS)[number], actual: unknown) =>
    (wanted.get(key) ?? caseFold(String(actual))) === caseFold(String(actual));
  return resources.filter((resource) => {
    const tags = Object.entries((resource.tags ?? {}) as Record<string, string>);
    const [tagName, tagValue] = [wanted.get("tagName"), wanted.get("tagValue")];
    const tagged = tags.some(([name, value]) => caseFold(name) === tagName && (tagValue ?? caseFold(value)) === caseFold(value));
    return (
      matches("resourceType", resource.type) &&
      matches("resourceGroup", groupOf(resource.id)?.resourceGroupName) &&
      matches("name", resource.name) &&
      matches("location", resource.location) &&
      (tagName === undefined || tagged)
    );
  });
}
