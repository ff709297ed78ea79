import { Token } from "cdktf";

/**
 * Rules are functions that answer what is wrong, in sentences, so that one error can list everything wrong with a construct:
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

/** Fails with everything that is wrong with one construct or value. */
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

/** A text that fits a pattern. */
export function checkText(path: string, value: string, pattern: RegExp, rule: Rule): string[] {
  if (!isLiteral(value)) return [];
  return typeof value === "string" && pattern.test(value) ? [] : [problem(path, value, rule)];
}

/** A whole number between two bounds. */
export function checkWholeNumber(path: string, value: number | undefined, min: number, max: number, rule: Rule): string[] {
  if (value === undefined || !isLiteral(value)) return [];
  return Number.isInteger(value) && value >= min && value <= max ? [] : [problem(path, value, rule)];
}

/** A list that names at least one member, and each at most once. */
export function checkNonEmptyUnique(path: string, values: readonly unknown[], rule: Rule): string[] {
  if (!isLiteral(values)) return [];
  const literals = values.filter(isLiteral);
  return values.length > 0 && new Set(literals).size === literals.length ? [] : [problem(path, values, rule)];
}

function formatValue(value: unknown): string {
  if (value === undefined) return "nothing";
  return typeof value === "string" ? `'${value}'` : JSON.stringify(value);
}
