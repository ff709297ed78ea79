import { findInvalidCharacter } from "../../azure/id-characters";
import { canonicalResourceId, resourceIdPattern } from "../../azure/typed-id";
import { expression } from "./expression";
import { formatCharacter } from "./hidden-characters";
import { typeRemedy } from "./type-remedy";
import { checkList, formatValue, isLiteral, problem, type Rule } from "./problems";

/** Checks that a literal is the id of a resource of this type. */
export function checkResourceId(path: string, id: string, type: string): string[] {
  const rule = { allowed: `'${resourceIdPattern(type)}'`, remedy: "copy the resource id from its properties" };
  return checkId(path, id, (text) => canonicalResourceId(text, type) !== undefined, rule);
}

/** Checks that a literal id has only names that Azure allows, and is of the right kind. */
export function checkId(path: string, id: string, isOfKind: (id: string) => boolean, rule: Rule): string[] {
  if (!isLiteral(id)) return [];
  const wrong = typeof id === "string" ? findInvalidCharacter(id) : undefined;
  if (wrong) {
    const remedy = `remove ${formatCharacter(wrong.character)} from ${formatValue(wrong.name)}, which Azure does not allow in such a name`;
    return [problem(path, id, { ...rule, remedy })];
  }
  if (typeof id === "string" && isOfKind(id)) return [];
  return [problem(path, id, { ...rule, remedy: typeRemedy(id, "stringValue", "id") ?? rule.remedy })];
}

/** Checks a list of at least one id of this type, each at most once. */
export function checkResourceIds(path: string, ids: readonly string[], type: string): string[] {
  return checkIds(path, ids, (id) => checkResourceId(path, id, type));
}

function checkIds(path: string, ids: readonly string[], check: (id: string) => string[]): string[] {
  if (!isLiteral(ids)) return [];
  if (!Array.isArray(ids)) return checkList(path, ids, "ids");
  const known = ids.filter(isLiteral).map((id) => String(id).toLowerCase());
  if (ids.length === 0 || new Set(known).size < known.length) {
    return [problem(path, ids, { allowed: "at least one id, none twice", remedy: "name each once" })];
  }
  return ids.flatMap((id: string) => check(id));
}

/** The id in azurerm's case: azurerm refuses other cases of the fixed segments, or takes them for another resource. */
export function canonicalId(id: string, type: string): string {
  return (isLiteral(id) ? canonicalResourceId(id, type) : undefined) ?? id;
}

/** The ids in azurerm's case, sorted, so that the order of the list does not change the output. */
export function canonicalIds(ids: readonly string[], type: string): string[] {
  return isLiteral(ids) ? ids.map((id) => canonicalId(id, type)).sort() : [...ids];
}

/** The first segments of an id that may be a token, such as the id of its resource group. */
export function idPrefix(id: string, segments: number): string {
  if (isLiteral(id)) return id.split("/").slice(0, segments).join("/");
  return expression`join("/", slice(split("/", ${id}), 0, ${segments}))`;
}

/** One segment of an id that may be a token. */
export function idSegment(id: string, index: number): string {
  if (isLiteral(id)) return id.split("/")[index] ?? "";
  return expression`element(split("/", ${id}), ${index})`;
}

const SEGMENTS_OF_GROUP = 5;
const SEGMENT_OF_SUBSCRIPTION = 2;

/** The id of the resource group in an id that may be a token. */
export function groupIdOf(id: string): string {
  return idPrefix(id, SEGMENTS_OF_GROUP);
}

/** The subscription in an id that may be a token. */
export function subscriptionIdIn(id: string): string {
  return idSegment(id, SEGMENT_OF_SUBSCRIPTION);
}

const GROUP = /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+$/i;

/** Checks that a literal is the id of a resource group. */
export function checkResourceGroupId(path: string, id: string): string[] {
  const rule = { allowed: "'/subscriptions/<subscription>/resourceGroups/<name>'", remedy: "copy the id of the resource group" };
  return checkId(path, id, (text) => GROUP.test(text), rule);
}

/** Checks a list of at least one id of a resource group, each at most once. */
export function checkResourceGroupIds(path: string, ids: readonly string[]): string[] {
  return checkIds(path, ids, (id) => checkResourceGroupId(path, id));
}
