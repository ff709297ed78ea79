import type { Json } from "./random-stack";

interface Element {
  readonly key: string | number;
  readonly value: unknown;
}

type Resources = Record<string, Record<string, Json>>;

/** Evaluates the expressions that random stacks and the generated code have, as Terraform does. It knows no others. */
export class Scope {
  constructor(private readonly stack: Json) {}

  resources(type: string): Record<string, Json> {
    return (this.stack["resource"] as Resources)[type] ?? {};
  }

  instances(block: Json): { readonly key: string; readonly values: Json }[] {
    const { count, for_each: forEach, ...rest } = block;
    if (count === undefined && forEach === undefined) return [{ key: "", values: this.value(rest) as Json }];
    return this.elements(count, forEach).map((element) => ({
      key: `[${JSON.stringify(element.key)}]`,
      values: this.value(rest, element) as Json,
    }));
  }

  value(value: unknown, element?: Element): unknown {
    if (typeof value === "string") return this.text(value, element);
    if (Array.isArray(value)) return value.map((one) => this.value(one, element));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, this.value(one, element)]));
  }

  private elements(count: unknown, forEach: unknown): Element[] {
    if (typeof count === "number") return Array.from({ length: count }, (_, key) => ({ key, value: undefined }));
    const all = this.value(forEach);
    if (Array.isArray(all)) return all.map((one: string) => ({ key: one, value: one }));
    return Object.entries(all as Json).map(([key, value]) => ({ key, value }));
  }

  private text(text: string, element?: Element): unknown {
    const isWhole = /^\$\{.*\}$/s.test(text) && !text.slice(2).includes("${");
    if (isWhole && !/^\$\{[^{}]*\}.*[^}]/s.test(text)) return this.expression(text.slice(2, -1), element);
    const marked = text.replace(/\$\$\{/g, "\u0000");
    return marked
      .replace(/\$\{([^{}]*)\}/g, (_, inner: string) => String(this.expression(inner, element)))
      .replaceAll("\u0000", "$${");
  }

  private expression(expression: string, element?: Element): unknown {
    const code = expression.trim();
    const [, set] = /^toset\((\[.*\])\)$/.exec(code) ?? [];
    if (set !== undefined) return JSON.parse(set) as unknown;
    const [, parts] = /^merge\((.*)\)$/.exec(code) ?? [];
    const isMapped = /^\{for key, (val|own) in/.test(code);
    if (isMapped) return this.mapped(code);
    if (parts !== undefined)
      return Object.assign({}, ...parts.split(", ").map((one) => this.expression(one, element))) as unknown;
    return this.path(code, element);
  }

  /** `{for key, val in MAP : key => val}`, and the settings of VMs. */
  private mapped(code: string): unknown {
    const [, of, same] = /^\{for key, val in (\S+) : key => (?:val|(local\.\w+))\}$/.exec(code) ?? [];
    if (of !== undefined && same === undefined) return this.asMap(this.expression(of));
    const [, ids = "", overrides = "", defaults = "{}"] =
      /^\{for key, own in merge\(\{for key, id in (\S+) : key => \{\}\}, (\S+)\) : key => merge\((\{.*\}), own\)\}$/.exec(code) ??
      [];
    if (ids === "") throw new Error(`cannot evaluate ${code}`);
    const own = this.expression(overrides) as Record<string, Json>;
    const shared = this.defaults(defaults);
    return Object.fromEntries(Object.keys(this.expression(ids) as Json).map((key) => [key, { ...shared, ...own[key] }]));
  }

  private asMap(value: unknown): unknown {
    return Array.isArray(value) ? Object.fromEntries(value.map((one: string) => [one, one])) : value;
  }

  /** An object of HCL whose values are references, texts or null. */
  private defaults(code: string): Json {
    const entries = [...code.matchAll(/"(\w+)" = ("[^"]*"|null|[\w.[\]-]+)/g)];
    const valueOf = (value: string): unknown =>
      value.startsWith('"') || value === "null" ? JSON.parse(value) : this.path(value);
    return Object.fromEntries(entries.map(([, name = "", value = ""]) => [name, valueOf(value)]));
  }

  private path(code: string, element?: Element): unknown {
    const steps = [...code.matchAll(/([\w-]+)|\[(each\.key|"[^"]*"|\d+)\]/g)].map(([, name, index]) => {
      if (index === "each.key") return element?.key;
      return name ?? (JSON.parse(index ?? "null") as string | number);
    }) as (string | number)[];
    const [root = "", ...rest] = steps;
    const follow = (value: unknown, path: readonly (string | number)[]): unknown =>
      path.reduce<unknown>((of, step) => (of as Json)[step], value);
    if (root === "var")
      return follow((this.stack["variable"] as Record<string, Json>)[String(rest[0])]?.["default"], rest.slice(1));
    if (root === "local") return follow(this.value((this.stack["locals"] as Json)[String(rest[0])]), rest.slice(1));
    if (root === "each" && element) return follow(rest[0] === "key" ? element.key : element.value, rest.slice(1));
    if (root === "count" && element) return element.key;
    return this.attribute(String(root), rest, code);
  }

  /** The attribute of a resource. Its id is a text that names it. */
  private attribute(type: string, [label, ...path]: readonly (string | number)[], code: string): unknown {
    const block = this.resources(type)[String(label)];
    if (!block) throw new Error(`cannot evaluate ${code}`);
    const instances = this.instances(block);
    const [key, attribute] = path.length === 2 ? path : [undefined, path[0]];
    const values = instances.find((one) => one.key === (key === undefined ? "" : `[${JSON.stringify(key)}]`))?.values;
    if (attribute === "id")
      return `${type}/${JSON.stringify(values?.["recovery_vault_name"])}/${JSON.stringify(values?.["name"])}`;
    return attribute === "output" ? values?.["input"] : values?.[String(attribute)];
  }
}
