import { getExpressionAst } from "@cdktf/hcl2json";
import { functions } from "./functions";

/**
 * Evaluates the expressions in a synthesized stack. The parser comes from CDK for Terraform. The evaluation supports only the forms
 * that the constructs of this library emit, and throws for every other form.
 */

/** The values that an expression can refer to, by the first segment of their address. */
export type Scope = ReadonlyMap<string, unknown>;

interface Node {
  readonly type: string;
  readonly meta?: Readonly<Record<string, unknown>>;
  readonly range: { readonly start: { readonly byte: number }; readonly end: { readonly byte: number } };
  readonly children: readonly Node[];
}

/** A parsed string of the stack: a template, in which `${…}` is an expression. */
export interface Template {
  readonly source: string;
  readonly root: Node;
}

const FENCE = "STAND_IN_TEMPLATE";

/** Parses a string in the same way as Terraform parses strings in its JSON syntax. */
export async function parseTemplate(text: string): Promise<Template> {
  // In HCL, only a heredoc needs no escapes in a template, like the JSON syntax.
  const source = `<<${FENCE}\n${text}\n${FENCE}\n`;
  return { source, root: (await getExpressionAst("stack.tf", source)) as unknown as Node };
}

/** Whether a string contains an expression. */
export function isTemplate(text: string): boolean {
  return /[$%]\{/.test(text);
}

/** The value of a template: the value of its expression if it consists of one, else a text. */
export function evaluateTemplate(template: Template, scope: Scope): unknown {
  const parts = template.root.children.map((part, index, all) => {
    const value = part.type === "literalValue" ? unescapeTemplate(text(part)) : evaluate(part, scope, template.source);
    return index === all.length - 1 ? (value as string).slice(0, -1) : value; // the heredoc's own line end
  });
  const [only, end] = parts;
  return parts.length === 2 && end === "" ? only : parts.map(asText).join("");
}

/** The references in a template, such as `azurerm_resource_group.rg.name`, each as a list of segments. */
export function referencesOf(template: Template): string[][] {
  const found: string[][] = [];
  const visit = (node: Node): void => {
    if (node.type === "scopeTraversal") found.push(traversal(node));
    node.children.forEach(visit);
  };
  visit(template.root);
  return found;
}

function evaluate(node: Node, scope: Scope, source: string): unknown {
  const sub = (child: Node | undefined, inner: Scope = scope): unknown => {
    if (!child) throw new Error(`incomplete expression ${text(node)}`);
    return evaluate(child, inner, source);
  };
  const [first, second, third] = node.children;
  switch (node.type) {
    case "templateWrap":
      return sub(first);
    case "template":
      return quoted(node, sub);
    case "literalValue":
      return literal(node);
    case "scopeTraversal":
      return follow(traversal(node), scope);
    case "relativeTraversal":
      return member(sub(first), traversal(node), text(node));
    case "index":
      return member(sub(first), [String(sub(second))], text(node));
    case "tuple":
      return node.children.map((child) => sub(child));
    case "object":
      return object(node, sub, source);
    case "for":
      return forExpression(node, scope, sub);
    case "function":
      return call(node, sub);
    case "conditional":
      return sub(sub(first) === true ? second : third);
    case "binaryOp": {
      const operator = String(node.meta?.["operator"]);
      if (operator === "equal") return sub(first) === sub(second);
      if (operator === "notEqual") return sub(first) !== sub(second);
      break;
    }
    case "unaryOp":
      if (node.meta?.["operator"] === "logicalNot") return sub(first) !== true;
      break;
    case "": // parentheses
      return sub(first);
  }
  throw new Error(`${describe(node)} is an expression that this stand-in does not support: ${text(node)}`);
}

function quoted(node: Node, sub: (child: Node) => unknown): string {
  return node.children
    .map((part) => asText(part.type === "literalValue" ? unescapeTemplate(unescapeQuoted(text(part))) : sub(part)))
    .join("");
}

function literal(node: Node): unknown {
  const value = text(node);
  switch (node.meta?.["type"]) {
    case "number":
      return Number(value);
    case "bool":
      return value === "true";
    case "string":
      return unescapeTemplate(unescapeQuoted(value));
    default:
      return null;
  }
}

function object(node: Node, sub: (child: Node) => unknown, source: string): Record<string, unknown> {
  const entries: [string, unknown][] = [];
  for (let i = 0; i + 1 < node.children.length; i += 2) {
    const [key, value] = [node.children[i], node.children[i + 1]] as [Node, Node];
    const computed = key.children[0];
    entries.push([computed ? asText(sub(computed)) : slice(source, key), sub(value)]);
  }
  return Object.fromEntries(entries);
}

function forExpression(node: Node, scope: Scope, sub: (child: Node | undefined, inner?: Scope) => unknown): unknown {
  const { keyVar, valVar, keyExpression, conditionalExpression, groupedValue } = node.meta as Record<string, string | boolean>;
  if (groupedValue === true) throw new Error(`grouping is an expression that this stand-in does not support: ${text(node)}`);
  const [collection, ...rest] = node.children;
  const key = keyExpression ? rest.shift() : undefined;
  const [value, condition] = rest;
  const rows = entriesOf(sub(collection)).flatMap(([k, v]) => {
    const inner = new Map(scope).set(valVar as string, v);
    if (keyVar) inner.set(keyVar as string, k);
    if (conditionalExpression && sub(condition, inner) !== true) return [];
    return [[key ? asText(sub(key, inner)) : "", sub(value, inner)] as const];
  });
  return key ? Object.fromEntries(rows) : rows.map(([, v]) => v);
}

function call(node: Node, sub: (child: Node) => unknown): unknown {
  const name = String(node.meta?.["name"]);
  const implementation = functions.get(name);
  if (!implementation) throw new Error(`${name}() is a function that this stand-in does not support: ${text(node)}`);
  return implementation(...(node.children.map((child) => sub(child)) as never[]));
}

function follow(segments: string[], scope: Scope): unknown {
  const [first = "", ...rest] = segments;
  if (!scope.has(first)) throw new Error(`nothing in the stack is called ${segments.join(".")}`);
  return member(scope.get(first), rest, segments.join("."));
}

function member(value: unknown, segments: string[], name: string): unknown {
  for (const segment of segments) {
    if (typeof value !== "object" || value === null || !(segment in value)) {
      throw new Error(`${name} has no value: "${segment}" is not known here`);
    }
    value = (value as Record<string, unknown>)[segment];
  }
  return value;
}

/** A collection's entries in Terraform's order: a list by position, a map by its keys' code points. */
function entriesOf(collection: unknown): [unknown, unknown][] {
  if (Array.isArray(collection)) return collection.map((value, index) => [index, value]);
  return Object.entries(collection as Record<string, unknown>).sort(([a], [b]) => (a < b ? -1 : 1));
}

function traversal(node: Node): string[] {
  const parts = node.meta?.["traversal"] as { segment: string; type: string }[];
  return parts.map(({ segment, type }) => (type === "indexTraversal" ? segment.replace(/^"(.*)"$/, "$1") : segment));
}

function asText(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new Error(`${JSON.stringify(value)} cannot stand in a text`);
}

/** HCL has the escapes of JSON, and longer Unicode escapes that the constructs do not emit. */
function unescapeQuoted(raw: string): string {
  return JSON.parse(`"${raw}"`) as string;
}

function unescapeTemplate(raw: string): string {
  return raw.replaceAll("$${", "${").replaceAll("%%{", "%{");
}

function slice(source: string, { range }: Node): string {
  return Buffer.from(source).subarray(range.start.byte, range.end.byte).toString();
}

function text(node: Node): string {
  const value = node.meta?.["value"];
  return typeof value === "string" ? value : "";
}

function describe(node: Node): string {
  return node.type === "" ? "this" : `"${node.type}"`;
}
