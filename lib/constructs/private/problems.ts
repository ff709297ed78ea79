import { Token } from "cdktf";
import { hiddenTextRemedy, showHidden } from "./hidden-characters";
import { typeRemedy } from "./type-remedy";

/**
 * Each rule is a function that returns problems as sentences: the prop, what is allowed, the value received, what to do. One error
 * lists all problems of a construct. Tokens pass, element by element.
 */

/** The texts of a rule for one prop. */
export interface Rule {
  /** What is allowed; the text follows "must be". */
  readonly allowed: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** Whether a value is known at synth: it is no cdktf token, and has no template that the user wrote. */
export function isLiteral(value: unknown): boolean {
  // A token in a text is a template too, so that one test is enough.
  return typeof value === "string" ? !value.includes("${") && !value.includes("%{") : !Token.isUnresolved(value);
}

/** The text if it is known at synth, else undefined. */
export function literalText(value: unknown): string | undefined {
  return typeof value === "string" && isLiteral(value) ? value : undefined;
}

/** Throws one error that lists all problems of a construct or value; does nothing if there are none. */
export function throwIfInvalid(subject: string, problems: readonly string[]): void {
  const [first] = problems;
  if (first === undefined) return;
  const text = problems.length === 1 ? first : `${problems.length} problems\n${problems.map((one) => `  - ${one}`).join("\n")}`;
  throw new Error(`${subject}: ${text}`);
}

/** The sentence for a value that breaks a rule. */
export function problem(path: string, value: unknown, { allowed, remedy }: Rule): string {
  return `${path} must be ${allowed}, got ${formatValue(value)}; ${remedy}`;
}

/** The problems with a prefix before each path, for a construct that passes these props under its own name. */
export function prefixed(path: string, problems: readonly string[]): string[] {
  return problems.map((one) => `${path}.${one}`);
}

/** The path of a member of a map. */
export function memberPath(path: string, key: string): string {
  return /^[A-Za-z_]\w*$/.test(key) ? `${path}.${key}` : `${path}['${key}']`;
}

/** Checks that a text matches a pattern and has no invisible characters and no spaces around it. */
export function checkText(path: string, value: string, pattern: RegExp, rule: Rule): string[] {
  if (!isLiteral(value)) return [];
  const remedy = typeof value === "string" ? hiddenTextRemedy(value) : undefined;
  if (remedy !== undefined) return [problem(path, value, { ...rule, remedy })];
  if (typeof value === "string" && pattern.test(value)) return [];
  return [problem(path, value, withTypeRemedy(rule, value, "stringValue"))];
}

function withTypeRemedy(rule: Rule, ...of: Parameters<typeof typeRemedy>): Rule {
  return { ...rule, remedy: typeRemedy(...of) ?? rule.remedy };
}

/** Checks the length of a text that may have several lines, such as a description. */
export function checkLength(path: string, value: string, min: number, max: number, remedy: string): string[] {
  if (!isLiteral(value) || (typeof value === "string" && value.length >= min && value.length <= max)) return [];
  return [problem(path, value, { allowed: `${min} to ${max} characters`, remedy })];
}

/** Checks for a whole number from `min` to `max`. */
export function checkWholeNumber(path: string, value: number | undefined, min: number, max: number, rule: Rule): string[] {
  if (!isLiteral(value)) return [];
  if (value !== undefined && Number.isInteger(value) && value >= min && value <= max) return [];
  return [problem(path, value, withTypeRemedy(rule, value, "numberValue"))];
}

/** {@link checkWholeNumber} for an optional prop. */
export function checkOptionalWholeNumber(
  path: string,
  value: number | undefined,
  min: number,
  max: number,
  rule: Rule,
): string[] {
  return value === undefined ? [] : checkWholeNumber(path, value, min, max, rule);
}

/** Checks for a member of an enumeration: JavaScript and casts allow other values. */
export function checkMember(path: string, value: string | undefined, members: Record<string, string>, name: string): string[] {
  return value === undefined ? [] : memberProblems(path, value, members, name);
}

function memberProblems(path: string, value: string, members: Record<string, string>, name: string): string[] {
  const allowed = Object.values(members);
  if (!isLiteral(value) || allowed.includes(value)) return [];
  return [problem(path, value, { allowed: `one of ${allowed.join(", ")}`, remedy: `use a member of ${name}` })];
}

/** Checks that a value is a list, unless only the deployment knows it. */
export function checkList(path: string, value: unknown, elements: string): string[] {
  if (Array.isArray(value) || !isLiteral(value)) return [];
  return [problem(path, value, listRule(elements))];
}

/** Checks that a value is a list. Its elements may be tokens, but no text with a template stands for the list. */
export function checkKnownList(path: string, value: unknown, elements: string): string[] {
  return Array.isArray(value) ? [] : [problem(path, value, listRule(elements))];
}

function listRule(elements: string): Rule {
  return { allowed: `a list of ${elements}`, remedy: "put the values in brackets" };
}

/** Checks a list of texts that are known at synth. */
export function checkTextList(path: string, values: unknown, elements: string): string[] {
  if (!Array.isArray(values)) return [problem(path, values, listRule(elements))];
  const rule = { allowed: `${elements}, known while the stack is synthesized`, remedy: "write each of them out" };
  return values.every((one) => typeof one === "string" && isLiteral(one)) ? [] : [problem(path, values, rule)];
}

/** Checks a list of members of an enumeration. */
export function checkMembers(path: string, values: readonly string[], members: Record<string, string>, name: string): string[] {
  if (!isLiteral(values)) return [];
  if (!Array.isArray(values)) return checkList(path, values, `members of ${name}`);
  return values.flatMap((value: string) => memberProblems(path, value, members, name));
}

/** Checks that a list has at least one value, and each value at most once. */
export function checkNonEmptyUnique(path: string, values: readonly unknown[], rule: Rule): string[] {
  if (!isLiteral(values)) return [];
  if (!Array.isArray(values)) return [problem(path, values, rule)];
  const literals = values.filter(isLiteral);
  return values.length > 0 && new Set(literals).size === literals.length ? [] : [problem(path, values, rule)];
}

/** A value as error messages show it. */
export function formatValue(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string") return `'${showHidden(value)}'`;
  if (typeof value === "function") return "a function";
  if (typeof value === "number") return String(value);
  const className = classNameOf(value);
  if (className !== undefined) return withArticle(className);
  if (Array.isArray(value) && value.some(classNameOf)) return `[${value.map(formatValue).join(", ")}]`;
  try {
    return JSON.stringify(value);
  } catch {
    return "a value that is not JSON";
  }
}

/** The name of a value's class; undefined for plain objects, lists and primitive values. */
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
