import { parseForeignJson } from "../../arm/foreign-json";
import { type Declared, isBlock } from "./stack-json";
import { isTemplate, onlyExpression, templateOf, templateParts } from "./template";

/** A resource, or one instance of a resource whose `count` or `for_each` is a literal. */
export interface Instance extends Declared {
  /** The address in Terraform, with its key if it has one. */
  readonly address: string;
  readonly key: string | undefined;
}

/** The instances of a resource, or why they are not known. */
export type Instances = { readonly instances: readonly Instance[] } | { readonly unknown: "count" | "for_each" };

/** What `each` and `count` stand for in an instance. */
interface Element {
  readonly key: string | number;
  readonly value: unknown;
}

const ELEMENT = /(?<![\w.-])(each\.(?:key|value)|count\.index)((?:\.[A-Za-z_][\w-]*|\["[^"\\$%]*"\])*)(?![\w-])/g;

/** Returns the instances of a resource. `count` and `for_each` are replaced by their elements. */
export function instancesOf(declared: Declared): Instances {
  const { type, label, block } = declared;
  const { count, for_each: forEach, ...body } = block;
  const plain = `${type}.${label}`;
  if (count === undefined && forEach === undefined) return { instances: [{ ...declared, address: plain, key: undefined }] };
  const elements = count === undefined ? elementsOf(forEach) : numbersOf(count);
  if (elements === undefined) return { unknown: count === undefined ? "for_each" : "count" };
  const instances = elements.map((element) => {
    const { key } = element;
    const address = `${plain}[${JSON.stringify(key)}]`;
    return { type, label, block: replaced(body, element) as Declared["block"], address, key: String(key) };
  });
  return { instances };
}

function numbersOf(count: unknown): Element[] | undefined {
  const number = typeof count === "string" && /^\d+$/.test(count) ? Number(count) : count;
  if (typeof number !== "number" || !Number.isInteger(number) || number < 0 || number > 10_000) return undefined;
  return Array.from({ length: number }, (_, index) => ({ key: index, value: undefined }));
}

/** The elements of a map, or of a set such as `${toset(["a","b"])}`, as cdktf's iterators write it. */
function elementsOf(forEach: unknown): Element[] | undefined {
  if (isBlock(forEach)) {
    const elements = Object.entries(forEach).map(([key, value]) => ({ key, value }));
    return elements.some(({ key }) => /[$%]\{/.test(key)) ? undefined : elements;
  }
  const [, list] = /^toset\((\[.*\])\)$/s.exec(typeof forEach === "string" ? (onlyExpression(forEach) ?? "") : "") ?? [];
  const keys = list === undefined ? undefined : textsIn(list);
  return keys && [...new Set(keys)].sort().map((key) => ({ key, value: key }));
}

function textsIn(list: string): string[] | undefined {
  try {
    const texts = parseForeignJson(list, undefined, (text) => text);
    return Array.isArray(texts) && texts.every((one) => typeof one === "string" && !/[$%]\{/.test(one)) ? texts : undefined;
  } catch {
    return undefined;
  }
}

function replaced(value: unknown, element: Element): unknown {
  if (typeof value === "string") return replacedText(value, element);
  if (Array.isArray(value)) return value.map((one) => replaced(one, element));
  if (!isBlock(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, replaced(one, element)]));
}

/** A text that cannot be replaced stays as it is; see `refersToElement`. */
function replacedText(text: string, element: Element): unknown {
  const parts = templateParts(text);
  if (!parts) return text;
  const [only] = parts;
  if (parts.length === 1 && only?.kind === "expression") {
    const whole = wholeElement(only.text, element);
    if (whole !== undefined) return whole;
  }
  return templateOf(
    parts.map((part) => {
      if (part.kind === "text") return part;
      const whole = wholeElement(part.text, element);
      if (typeof whole === "string" || typeof whole === "number") return { kind: "text", text: String(whole) } as const;
      const expression = part.text.replace(ELEMENT, (found, name: string, path: string) => {
        const code = expressionOf(valueAt(name, path, element));
        return code ?? found;
      });
      return { kind: "expression", text: expression } as const;
    }),
  );
}

/** The value of an expression that is `each.key`, `each.value`, an attribute of it, or `count.index`, and nothing else. */
function wholeElement(expression: string, element: Element): unknown {
  const [found, name = "", path = ""] = [...expression.trim().matchAll(ELEMENT)][0] ?? [];
  return found === expression.trim() ? valueAt(name, path, element) : undefined;
}

function valueAt(name: string, path: string, { key, value }: Element): unknown {
  const isNumber = typeof key === "number";
  if (isNumber !== (name === "count.index")) return undefined;
  if (name !== "each.value") return path === "" ? key : undefined;
  const names = [...path.matchAll(/\.([\w-]+)|\["([^"]*)"\]/g)].map(([, dotted, quoted]) => dotted ?? quoted ?? "");
  return names.reduce<unknown>((of, one) => (isBlock(of) && Object.hasOwn(of, one) ? of[one] : undefined), value);
}

function expressionOf(value: unknown): string | undefined {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value !== "string") return undefined;
  const expression = onlyExpression(value);
  if (expression !== undefined) return `(${expression})`;
  // Escaped text keeps its escapes: the value is a template already.
  return isTemplate(value) ? undefined : JSON.stringify(value);
}

/** Whether a value refers to `each` or `count`, so that it differs among the instances of a resource. */
export function refersToElement(value: unknown): boolean {
  if (typeof value === "string") {
    return (templateParts(value) ?? [{ kind: "expression", text: value }]).some(
      ({ kind, text }) => kind === "expression" && /(?<![\w.-])(each\.(key|value)|count\.index)\b/.test(text),
    );
  }
  if (Array.isArray(value)) return value.some(refersToElement);
  return isBlock(value) && Object.values(value).some(refersToElement);
}
