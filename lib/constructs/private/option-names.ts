import { Annotations } from "cdktf";
import type { IConstruct } from "constructs";
import { distanceBetween } from "../../azure/edit-distance";
import type { AzurermResourceOptions } from "../provider/azurerm-resource-options";

/** The names of all options of a type: the compiler requires each of them. */
export type OptionNames<T> = Readonly<Record<keyof T, true>>;

/** The names of {@link AzurermResourceOptions}. */
export const RESOURCE_OPTIONS: OptionNames<AzurermResourceOptions> = { provider: true, dependsOn: true, lifecycle: true };

/**
 * Warns of names that are similar to an option's: JavaScript, casts and spread objects allow them, and nothing reads them. It says nothing
 * of other names, because options may come from an object with more properties.
 */
export function warnOfMisspelled(construct: IConstruct, options: object, names: Readonly<Record<string, true>>): void {
  for (const problem of misspelledProblems(options, names)) Annotations.of(construct).addWarning(problem);
}

/** The problems of names that are similar to an option's. */
export function misspelledProblems(options: object, names: Readonly<Record<string, true>>): string[] {
  const problems: string[] = [];
  for (const name of Object.keys(options)) if (!(name in names)) problems.push(...problemOf(name, Object.keys(names)));
  return problems;
}

function problemOf(name: string, names: readonly string[]): string[] {
  const similar = names.find((one) => isSimilar(folded(name), folded(one)));
  if (similar === undefined) return [];
  return [
    `${name} must be the name of an option, got one that nothing reads; write ${similar} if you mean that option, or remove it`,
  ];
}

function isSimilar(name: string, option: string): boolean {
  const [shorter, longer] = name.length < option.length ? [name, option] : [option, name];
  if (shorter.length >= 8 && longer.includes(shorter)) return true;
  return distanceBetween(name, option) <= Math.max(1, Math.floor(shorter.length / 4));
}

function folded(name: string): string {
  return name.replace(/_/g, "").toLowerCase();
}
