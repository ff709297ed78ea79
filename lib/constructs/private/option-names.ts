import { Annotations, type TerraformResourceLifecycle } from "cdktf";
import type { IConstruct } from "constructs";
import { distanceBetween } from "../../azure/edit-distance";
import type { AzurermResourceOptions } from "../provider/azurerm-resource-options";
import { classNameOf, memberPath, throwIfInvalid } from "./problems";

/** The names of options. An option that is itself an object of options, or a list of such objects, has the names of its options. */
export interface Names {
  readonly [name: string]: true | Names;
}

/** The names of all options of a type: the compiler requires each of them. */
export type OptionNames<T> = Readonly<Record<keyof T, true | Names>>;

/** The name that stands for every key of a map. */
export const EACH_KEY = "*";

const CONDITION: Names = { condition: true, errorMessage: true };

const LIFECYCLE: OptionNames<TerraformResourceLifecycle> = {
  createBeforeDestroy: true,
  preventDestroy: true,
  ignoreChanges: true,
  replaceTriggeredBy: true,
  precondition: CONDITION,
  postcondition: CONDITION,
};

/** The names of {@link AzurermResourceOptions}. */
export const RESOURCE_OPTIONS: OptionNames<AzurermResourceOptions> = { provider: true, dependsOn: true, lifecycle: LIFECYCLE };

/**
 * Warns of names that are similar to an option's, at every depth: JavaScript, casts and spread objects allow them, and nothing reads them.
 * It says nothing of other names, because options may come from an object with more properties.
 */
export function warnOfMisspelled(construct: IConstruct, options: object, names: Names): void {
  for (const problem of misspelledProblems(options, names)) Annotations.of(construct).addWarning(problem);
}

/** Throws for such names if there is no construct of a stack that could have a warning. */
export function throwIfMisspelled(subject: string, options: object, names: Names): void {
  throwIfInvalid(subject, misspelledProblems(options, names));
}

/** The problems of names that are similar to an option's. */
export function misspelledProblems(options: object, names: Names, path?: string): string[] {
  const problems: string[] = [];
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    const inner = name in Object.prototype ? undefined : (names[name] ?? names[EACH_KEY]);
    const here = path === undefined ? name : memberPath(path, name);
    if (inner === undefined) problems.push(...problemOf(name, here, Object.keys(names)));
    else if (inner !== true) for (const one of objectsIn(value)) problems.push(...misspelledProblems(one, inner, here));
  }
  return problems;
}

/** The objects of options that a value is or holds; none if it is of a class. */
function objectsIn(value: unknown): object[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  return typeof value === "object" && value !== null && classNameOf(value) === undefined ? [value] : [];
}

function problemOf(name: string, path: string, names: readonly string[]): string[] {
  const differences = names.map((option) => ({ option, difference: differenceBetween(folded(name), folded(option)) }));
  const [nearest] = differences.sort((one, other) => one.difference - other.difference);
  if (!nearest || nearest.difference > Math.max(1, Math.floor(Math.min(name.length, nearest.option.length) / 4))) return [];
  return [
    `${path} must be the name of an option, got one that nothing reads; write ${nearest.option} if you mean that option, or remove it`,
  ];
}

/** How much two names differ: not at all if one is a part of the other. */
function differenceBetween(one: string, other: string): number {
  const [shorter, longer] = one.length < other.length ? [one, other] : [other, one];
  return shorter.length >= 8 && longer.includes(shorter) ? 0 : distanceBetween(one, other);
}

function folded(name: string): string {
  return name.replace(/_/g, "").toLowerCase();
}
