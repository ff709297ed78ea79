import { checkText, isLiteral, problem } from "./problems";

/** Rules of names and tags that azurerm enforces on every kind of resource, later than we do. */

const RESOURCE_GROUP = /^(?=.{1,90}$)[-\w.()]*[-\w()]$/;

export function checkResourceGroupName(path: string, value: string): string[] {
  return checkText(path, value, RESOURCE_GROUP, {
    allowed: "1 to 90 letters, digits, '-', '_', '.' and parentheses that do not end in '.'",
    remedy: "give the name of the resource group, not its id",
  });
}

export function checkLocation(path: string, value: string): string[] {
  return checkText(path, value, /\S/, { allowed: "an Azure region, such as 'westeurope'", remedy: "name the region" });
}

const MAX_TAGS = 50;
const MAX_TAG_NAME = 512;
const MAX_TAG_VALUE = 256;

export function checkTags(path: string, tags: Record<string, string> | undefined): string[] {
  if (tags === undefined || !isLiteral(tags)) return [];
  const entries = Object.entries(tags);
  const problems: string[] = [];
  if (entries.length > MAX_TAGS) {
    problems.push(problem(path, entries.length, { allowed: `at most ${MAX_TAGS} tags`, remedy: "leave some out" }));
  }
  for (const [name, value] of entries) {
    if (isLiteral(name) && name.length > MAX_TAG_NAME) {
      problems.push(problem(`${path}: the name`, name, { allowed: `at most ${MAX_TAG_NAME} characters`, remedy: "shorten it" }));
    }
    if (isLiteral(value) && value.length > MAX_TAG_VALUE) {
      const rule = { allowed: `at most ${MAX_TAG_VALUE} characters`, remedy: "shorten it" };
      problems.push(problem(`${path}['${name}']`, value, rule));
    }
  }
  return problems;
}
