import { Construct } from "constructs";
import { classNameOf, formatValue, withArticle } from "./problems";

/** A class whose instances only its own factories make. */
interface ValueClass {
  readonly name: string;
  readonly prototype: object;
}

/**
 * An instance of one of this library's classes. TypeScript refuses everything else; callers in JavaScript and casts do not.
 * @param remedy what to do instead, such as `use StorageRedundancy.local()`
 */
export function checkInstance(path: string, value: unknown, type: ValueClass, remedy: string): string[] {
  if (Object.prototype.isPrototypeOf.call(type.prototype, value as object)) return [];
  if (classNameOf(value) === type.name) return [secondCopyProblem(path, type.name)];
  return [`${path} must be ${withArticle(type.name)}, got ${formatValue(value)}; ${remedy}`];
}

/** The same for a prop that may be left out. */
export function checkOptionalInstance(path: string, value: unknown, type: ValueClass, remedy: string): string[] {
  return value === undefined ? [] : checkInstance(path, value, type, remedy);
}

/** Two copies of a library have two classes of each name, of which neither knows the other's instances. */
function secondCopyProblem(path: string, name: string): string {
  return (
    `${path} must be ${withArticle(name)} of this copy of cdktf-azure-vm-backup, got one of another installed copy; ` +
    "see 'npm ls cdktf-azure-vm-backup', and install one version for all packages of the app"
  );
}

/** Whether a value is a construct that has these properties. Constructs of another installed copy are too. */
export function isConstructWith(value: unknown, ...properties: readonly string[]): boolean {
  return Construct.isConstruct(value) && properties.every((property) => property in value);
}
