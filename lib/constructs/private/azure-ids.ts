import { canonicalResourceId, resourceIdPattern } from "../../azure/typed-id";
import { isLiteral, problem } from "./problems";

/** An id of one type of resource; unknown until deployment, it may be. */
export function checkResourceId(path: string, id: string, type: string): string[] {
  if (!isLiteral(id) || (typeof id === "string" && canonicalResourceId(id, type) !== undefined)) return [];
  return [problem(path, id, { allowed: `'${resourceIdPattern(type)}'`, remedy: "copy the resource id from its properties" })];
}

/** A list of at least one id of one type, none twice. */
export function checkResourceIds(path: string, ids: readonly string[], type: string): string[] {
  if (!isLiteral(ids)) return [];
  const known = ids.filter(isLiteral).map((id) => id.toLowerCase());
  if (ids.length === 0 || new Set(known).size < known.length) {
    return [problem(path, ids, { allowed: "at least one id, none twice", remedy: "name each once" })];
  }
  return ids.flatMap((id) => checkResourceId(path, id, type));
}

/** The id in azurerm's own spelling: it takes another case of the fixed parts for another resource, or for none. */
export function canonicalId(id: string, type: string): string {
  return (isLiteral(id) ? canonicalResourceId(id, type) : undefined) ?? id;
}

/** The same for every id of a list, in an order that does not depend on how it was written. */
export function canonicalIds(ids: readonly string[], type: string): string[] {
  return isLiteral(ids) ? ids.map((id) => canonicalId(id, type)).sort() : [...ids];
}
