import { builders, printer } from "prettier/doc";
import { escapedForSource } from "./escaped";

/** Writes TypeScript with the document printer of Prettier, whose line breaks are those of Prettier for the same code. */

const { breakParent, conditionalGroup, fill, group, hardline, ifBreak, indent, join, label, line, softline } = builders;

const WIDTH = 120;
const TAB_WIDTH = 2;
const HUGGED = "hugged";
const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

export type Code = builders.Doc;

/** A property of an object, with the lines of the comment above it. */
export interface Property {
  readonly key: string;
  readonly value: Code;
}

/** Returns the text of a program, with a line break at its end. */
export function printed(statements: readonly Code[]): string {
  const doc = [join(hardline, [...statements]), hardline];
  return printer.printDocToString(doc, { printWidth: WIDTH, tabWidth: TAB_WIDTH, useTabs: false }).formatted;
}

/** A string literal. It is JSON, in single quotes if those need fewer escapes, so that no text can end it. */
export function text(value: string): string {
  const json = escapedForSource(JSON.stringify(value));
  const count = (quote: string): number => value.split(quote).length - 1;
  if (count('"') <= count("'")) return json;
  return `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** An array. Numbers fill lines. */
export function list(elements: readonly Code[]): Code {
  if (elements.length === 0) return "[]";
  const isNumbers = elements.every((element) => typeof element === "string" && /^\d+$/.test(element));
  const content = isNumbers
    ? fill(elements.flatMap((element, index) => (index === 0 ? [element] : [[",", line], element])))
    : join([",", line], [...elements]);
  return label(HUGGED, group(["[", indent([softline, content]), ifBreak(","), softline, "]"]));
}

/** An object; `{}` if it has no property. `comments` stand above the first property. */
export function object(properties: readonly Property[], comments: readonly string[] = []): Code {
  if (properties.length === 0 && comments.length === 0) return "{}";
  const members = properties.map(property);
  const notes = comments.flatMap((one) => [comment(one), hardline]);
  const content = [...notes, join([",", line], members), ...(members.length > 0 ? [ifBreak(",")] : [])];
  const breaks = comments.length > 0 ? [breakParent] : [];
  return label(HUGGED, group(["{", indent([line, ...content]), line, "}", ...breaks]));
}

/** A call of a function or, with `new`, of a constructor. */
export function call(callee: string, args: readonly Code[]): Code {
  const all = (shouldBreak: boolean): Code =>
    args.length === 0
      ? "()"
      : group(["(", indent([softline, join([",", line], [...args])]), ifBreak(","), softline, ")"], { shouldBreak });
  const last = args.at(-1);
  if (last === undefined || !isHugged(last)) return [callee, all(false)];
  const others = args.slice(0, -1);
  const broken = group(last.contents, { shouldBreak: true });
  return [callee, conditionalGroup([["(", join(", ", [...args]), ")"], ["(", join(", ", [...others, broken]), ")"], all(true)])];
}

/** A line comment. The text must not contain a line break; see `quoted`. */
export function comment(words: string): Code {
  return [`// ${escapedForSource(words)}`, breakParent];
}

/** A block of statements. */
export function block(head: string, statements: readonly Code[]): Code {
  return [`${head} {`, indent([hardline, join(hardline, [...statements])]), hardline, "}"];
}

/** The names that an import takes from a module. */
export function imported(names: readonly string[], from: string, isType = false): Code {
  const sorted = [...names].sort((one, other) => one.localeCompare(other, "en"));
  const members = group(["{", indent([line, join([",", line], sorted)]), ifBreak(","), line, "}"]);
  return [`import ${isType ? "type " : ""}`, members, " from ", text(from), ";"];
}

function property({ key, value }: Property): Code {
  if (value === key) return key;
  const name = keyCode(key);
  const isText = typeof value === "string" && /^["']/.test(value);
  if (isText && name.length > TAB_WIDTH) return group([name, ":", group(indent([line, value]))]);
  return [name, ": ", value];
}

/** `__proto__` would set the prototype. */
function keyCode(key: string): string {
  if (key === "__proto__") return '["__proto__"]';
  return IDENTIFIER.test(key) ? key : text(key);
}

function isHugged(code: Code): code is builders.Label {
  return typeof code === "object" && !Array.isArray(code) && code.type === "label" && code.label === HUGGED;
}
