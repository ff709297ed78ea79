import { Token } from "cdktf";
import { hiddenTextRemedy, showHidden } from "./hidden-characters";

/**
 * Rules are functions that return what is wrong, in sentences, so that one error can list everything wrong with a construct:
 * the prop, what is allowed, the value received, and what to do. Values unknown until deployment pass, element by element.
 */

/** What a rule has to say about one prop. */
export interface Rule {
  /** What is allowed, to be read after "must be". */
  readonly allowed: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** Whether the value is known while the stack is synthesized: neither a token of cdktf nor a template that the user wrote out. */
export function isLiteral(value: unknown): boolean {
  // A token in a text is a template too, so that one look is enough.
  return typeof value === "string" ? !/[$%]\{/.test(value) : !Token.isUnresolved(value);
}

/** A text that is known while the stack is synthesized. */
export function literalText(value: unknown): string | undefined {
  return typeof value === "string" && isLiteral(value) ? value : undefined;
}

/** Throws an error that lists everything wrong with one construct or value. */
export function throwIfInvalid(subject: string, problems: readonly string[]): void {
  const [first, ...others] = problems;
  if (first === undefined) return;
  const text = others.length === 0 ? first : `${problems.length} problems\n${problems.map((one) => `  - ${one}`).join("\n")}`;
  throw new Error(`${subject}: ${text}`);
}

/** The sentence of a broken rule. */
export function problem(path: string, value: unknown, { allowed, remedy }: Rule): string {
  return `${path} must be ${allowed}, got ${formatValue(value)}; ${remedy}`;
}

/** The same problems, seen from a construct that hands these props on under a name of its own. */
export function prefixed(path: string, problems: readonly string[]): string[] {
  return problems.map((one) => `${path}.${one}`);
}

/** The path of a member of a map. */
export function memberPath(path: string, key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? `${path}.${key}` : `${path}['${key}']`;
}

/** A text that fits a pattern, and has no character that does not show nor blanks around it. */
export function checkText(path: string, value: string, pattern: RegExp, rule: Rule): string[] {
  if (!isLiteral(value)) return [];
  const remedy = typeof value === "string" ? hiddenTextRemedy(value) : undefined;
  if (remedy !== undefined) return [problem(path, value, { ...rule, remedy })];
  return typeof value === "string" && pattern.test(value) ? [] : [problem(path, value, rule)];
}

/** A text of some length, such as a description, which may have several lines. */
export function checkLength(path: string, value: string, min: number, max: number, remedy: string): string[] {
  if (!isLiteral(value) || (typeof value === "string" && value.length >= min && value.length <= max)) return [];
  return [problem(path, value, { allowed: `${min} to ${max} characters`, remedy })];
}

/** A whole number between two bounds. */
export function checkWholeNumber(path: string, value: number | undefined, min: number, max: number, rule: Rule): string[] {
  if (value === undefined || !isLiteral(value)) return [];
  return Number.isInteger(value) && value >= min && value <= max ? [] : [problem(path, value, rule)];
}

/** A member of an enumeration, which a caller in JavaScript, or a cast, may miss. */
export function checkMember(path: string, value: string | undefined, members: Record<string, string>, name: string): string[] {
  const allowed = Object.values(members);
  if (value === undefined || !isLiteral(value) || allowed.includes(value)) return [];
  return [problem(path, value, { allowed: `one of ${allowed.join(", ")}`, remedy: `use a member of ${name}` })];
}

/** A list of members of an enumeration. */
export function checkMembers(path: string, values: readonly string[], members: Record<string, string>, name: string): string[] {
  return isLiteral(values) ? values.flatMap((value) => checkMember(path, value, members, name)) : [];
}

/** A list that names at least one member, and each at most once. */
export function checkNonEmptyUnique(path: string, values: readonly unknown[], rule: Rule): string[] {
  if (!isLiteral(values)) return [];
  const literals = values.filter(isLiteral);
  return values.length > 0 && new Set(literals).size === literals.length ? [] : [problem(path, values, rule)];
}

/** A value as an error shows it. */
export function formatValue(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string") return `'${showHidden(value)}'`;
  if (typeof value === "function") return "a function";
  if (typeof value === "number") return String(value);
  const className = classNameOf(value);
  if (className !== undefined) return withArticle(className);
  try {
    return JSON.stringify(value);
  } catch {
    return "a value that is not JSON";
  }
}

/** The name of a value's class; undefined if it is a plain object, a list or no object. */
export function classNameOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const { constructor } = value as { constructor?: { name?: unknown } };
  return constructor === Object || typeof constructor?.name !== "string" || constructor.name === ""
    ? undefined
    : constructor.name;
}

/** A noun with its article. */
export function withArticle(noun: string): string {
  return `${/^([aeiou]|hour)/i.test(noun) ? "an" : "a"} ${noun}`;
}
