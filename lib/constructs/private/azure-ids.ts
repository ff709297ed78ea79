import { findInvalidCharacter } from "../../azure/id-characters";
import { canonicalResourceId, resourceIdPattern } from "../../azure/typed-id";
import { formatCharacter } from "./hidden-characters";
import { formatValue, isLiteral, problem, type Rule } from "./problems";

/** An id of one type of resource; unknown until deployment, it may be. */
export function checkResourceId(path: string, id: string, type: string): string[] {
  const rule = { allowed: `'${resourceIdPattern(type)}'`, remedy: "copy the resource id from its properties" };
  return checkId(path, id, (text) => canonicalResourceId(text, type) !== undefined, rule);
}

/** An id whose names Azure takes, and that is one of its kind. */
export function checkId(path: string, id: string, isOfKind: (id: string) => boolean, rule: Rule): string[] {
  if (!isLiteral(id)) return [];
  const wrong = typeof id === "string" ? findInvalidCharacter(id) : undefined;
  if (wrong) {
    const remedy = `remove ${formatCharacter(wrong.character)} from ${formatValue(wrong.name)}, which Azure takes in no such name`;
    return [problem(path, id, { ...rule, remedy })];
  }
  return typeof id === "string" && isOfKind(id) ? [] : [problem(path, id, rule)];
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
