import { Annotations } from "cdktf";
import type { IConstruct } from "constructs";
import { isKnownRegion, nearestRegion } from "../../azure/region";
import { checkOptionalText, checkTexts, isMap } from "./option-types";
import { checkText, isLiteral, literalText, problem } from "./problems";

/** Rules for names and tags that azurerm enforces for every kind of resource, but only when Terraform plans. */

const RESOURCE_GROUP = /^(?=.{1,90}$)[-\w.()]*[-\w()]$/;

export function checkResourceGroupName(path: string, value: string): string[] {
  return checkText(path, value, RESOURCE_GROUP, {
    allowed: "1 to 90 letters, digits, '-', '_', '.' and parentheses that do not end in '.'",
    remedy: "give the name of the resource group, not its id",
  });
}

export function checkLocation(path: string, value: string): string[] {
  return checkText(path, value, /^[a-z\d]+( [a-z\d]+)*$/i, {
    allowed: "an Azure region, such as 'westeurope'",
    remedy: "name the region",
  });
}

/** Warns if a region is not in the list of known regions: it may be misspelled, or newer than the list. */
export function warnIfUnknownRegion(construct: IConstruct, path: string, value: string | undefined): void {
  const location = literalText(value);
  if (location === undefined || isKnownRegion(location)) return;
  const nearest = nearestRegion(location);
  const remedy = nearest === undefined ? "check its spelling" : `write '${nearest}' if you mean that region`;
  Annotations.of(construct).addWarning(`${path} should be a known Azure region, got '${location}'; ${remedy}`);
}

const MAX_TAGS = 50;
/** @see https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources#limitations */
const TAG_NAME = /^[^<>%&\\?/]{1,512}$/;
const TAG_NAME_RULE = { allowed: "at most 512 characters, none of <>%&\\?/", remedy: "rename the tag" };
const MAX_TAG_VALUE = 256;

export function checkTags(path: string, tags: Record<string, string> | undefined): string[] {
  if (tags === undefined || !isLiteral(tags)) return [];
  if (!isMap(tags)) {
    return [problem(path, tags, { allowed: "names with values", remedy: "write { name: value }" })];
  }
  const entries = Object.entries(tags);
  const problems = checkTexts(path, tags);
  if (entries.length > MAX_TAGS) {
    problems.push(problem(path, entries.length, { allowed: `at most ${MAX_TAGS} tags`, remedy: "leave some out" }));
  }
  for (const [name, value] of entries) {
    problems.push(...checkText(`${path}: the name`, name, TAG_NAME, TAG_NAME_RULE));
    problems.push(...checkTagValue(`${path}['${name}']`, value));
  }
  return problems;
}

/** Checks the name and the optional value of one tag. */
export function checkTag(path: string, { name, value }: { readonly name: string; readonly value?: string }): string[] {
  return [
    ...checkText(`${path}.name`, name, TAG_NAME, TAG_NAME_RULE),
    ...checkOptionalText(`${path}.value`, value),
    ...checkTagValue(`${path}.value`, value),
  ];
}

function checkTagValue(path: string, value: unknown): string[] {
  if (typeof value !== "string" || !isLiteral(value) || value.length <= MAX_TAG_VALUE) return [];
  return [problem(path, value, { allowed: `at most ${MAX_TAG_VALUE} characters`, remedy: "shorten it" })];
}
