import { Construct } from "constructs";
import { typeRemedy } from "./type-remedy";
import { classNameOf, isLiteral, memberPath, problem, throwIfInvalid } from "./problems";

/** Checks of the types of options: JavaScript and casts allow others than those declared. `null` is not read as absent. */

/** Checks the options of these names for true or false. Tokens pass. */
export function checkFlags<T extends object>(options: T, ...names: readonly (keyof T & string)[]): string[] {
  const problems: string[] = [];
  for (const name of names) {
    const value: unknown = options[name];
    if (value === undefined || typeof value === "boolean" || !isLiteral(value)) continue;
    const remedy = typeRemedy(value, "booleanValue") ?? "set one of them, or leave it out";
    problems.push(problem(name, value, { allowed: "true or false", remedy }));
  }
  return problems;
}

/**
 * Requires what a function takes its options from to be an object. Nothing can be read of null, and a text has none of the options.
 * @param subject the constructor or the function, with the path of the construct
 * @param path the parameter
 * @param shape what the options may be, such as `{ vault, subnetId }`
 */
export function requireOptions(subject: string, path: string, options: unknown, shape: string): void {
  if (isObject(options)) return;
  throwIfInvalid(subject, [
    problem(path, options, { allowed: `an object such as ${shape}`, remedy: "write the options in braces" }),
  ]);
}

/**
 * Checks an optional group of options, and what is in it.
 * @param shape what the group may be, such as `{ weeks: 12 }`
 */
export function checkOptions<T extends object>(
  path: string,
  options: T | undefined,
  shape: string,
  check: (options: T) => string[] = () => [],
): string[] {
  if (options === undefined) return [];
  if (isObject(options)) return check(options);
  return [problem(path, options, { allowed: `an object such as ${shape}`, remedy: "write it in braces, or leave it out" })];
}

/** Checks a map of texts. Tokens pass, value by value. */
export function checkTexts(path: string, values: object): string[] {
  return Object.entries(values).flatMap(([name, value]) => checkOptionalText(memberPath(path, name), value));
}

/** Checks an optional text that may be any text. Tokens pass. */
export function checkOptionalText(path: string, value: unknown): string[] {
  if (value === undefined || typeof value === "string" || !isLiteral(value)) return [];
  return [problem(path, value, { allowed: "a text", remedy: "put it in quotes, or leave it out" })];
}

/** Whether a value is a map that the user wrote, and no object of a class, whose properties are no members. */
export function isMap<T>(value: T): value is Exclude<T, null | undefined> {
  return isObject(value) && classNameOf(value) === undefined;
}

/** Whether a value can hold options: an object with properties of its own, or an empty one that is of no class. */
export function isObject<T>(value: T): value is Exclude<T, null | undefined> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  if (!isLiteral(value) || Construct.isConstruct(value)) return false;
  return Object.keys(value).length > 0 || [undefined, "Object"].includes(classNameOf(value));
}
