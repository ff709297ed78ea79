import { Construct } from "constructs";
import { classNameOf, formatValue, problem, withArticle } from "./problems";

/** A class with a private constructor and static factories. */
interface ValueClass {
  readonly name: string;
  readonly prototype: object;
}

/**
 * Checks that a value is an instance of one of this library's classes: JavaScript and casts allow other values.
 * @param remedy what to do instead, such as `use StorageRedundancy.local()`
 */
export function checkInstance(path: string, value: unknown, type: ValueClass, remedy: string): string[] {
  if (Object.prototype.isPrototypeOf.call(type.prototype, value as object)) return [];
  if (classNameOf(value) === type.name) return [secondCopyProblem(path, type.name)];
  return [`${path} must be ${withArticle(type.name)}, got ${formatValue(value)}; ${remedy}`];
}

/** {@link checkInstance} for an optional prop. */
export function checkOptionalInstance(path: string, value: unknown, type: ValueClass, remedy: string): string[] {
  return value === undefined ? [] : checkInstance(path, value, type, remedy);
}

/** Two installed copies of a library have two classes of the same name; `instanceof` fails between them. */
function secondCopyProblem(path: string, name: string): string {
  return (
    `${path} must be ${withArticle(name)} of this copy of cdktf-azure-vm-backup, got one of another installed copy; ` +
    "see 'npm ls cdktf-azure-vm-backup', and install one version for all packages of the app"
  );
}

/** Checks that a value is a construct. */
export function checkConstruct(path: string, value: unknown, remedy: string): string[] {
  return Construct.isConstruct(value) ? [] : [problem(path, value, { allowed: "a construct", remedy })];
}

/** Whether a value is a construct with these properties, even if its class is from another installed copy. */
export function isConstructWith(value: unknown, ...properties: readonly string[]): boolean {
  return Construct.isConstruct(value) && properties.every((property) => property in value);
}
