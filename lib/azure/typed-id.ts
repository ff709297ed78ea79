import { isSameName } from "./case-fold";

/**
 * The id of a resource in the case that azurerm requires; undefined if the id is not of that type.
 * @param type such as `Microsoft.Network/virtualNetworks/subnets`
 */
export function canonicalResourceId(id: string, type: string): string | undefined {
  const [namespace, ...kinds] = type.split("/");
  const fixed = ["", "subscriptions", undefined, "resourceGroups", undefined, "providers", namespace];
  for (const kind of kinds) fixed.push(kind, undefined);
  const segments = id.split("/");
  const matches = (segment: string, expected: string | undefined) =>
    expected === undefined ? segment !== "" : isSameName(segment, expected);
  if (segments.length !== fixed.length || !segments.every((segment, index) => matches(segment, fixed[index]))) return undefined;
  return segments.map((segment, index) => fixed[index] ?? segment).join("/");
}

/** The format of the ids of a resource type, for error messages. */
export function resourceIdPattern(type: string): string {
  const [namespace = "", ...kinds] = type.split("/");
  const names = kinds.map((kind, index) => `${kind}/<${index === kinds.length - 1 ? "name" : "parent"}>`);
  return `/subscriptions/<subscription>/resourceGroups/<group>/providers/${namespace}/${names.join("/")}`;
}
