import { policyFormUnknown } from "../errors/policy-errors";

/**
 * The template expressions of policies, such as `[concat('vm;', field('name'))]`: calls, texts, whole numbers, `.name` and `[1]`. A function
 * that the emulator does not have is refused by name.
 */

/** What the functions `parameters`, `field` and `resourceGroup` answer. */
export interface Scope {
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly field: (name: string) => unknown;
  readonly resourceGroup: string;
}

type Function = (scope: Scope, args: readonly unknown[]) => unknown;

const FUNCTIONS: Readonly<Record<string, Function>> = {
  parameters: ({ parameters }, [name]) => parameters[String(name)],
  field: ({ field }, [name]) => field(String(name)),
  resourcegroup: ({ resourceGroup }) => ({ name: resourceGroup }),
  concat: (_, args) => args.map(String).join(""),
  empty: (_, [value]) => value === undefined || value === "" || (Array.isArray(value) && value.length === 0),
  split: (_, [text, separator]) => String(text).split(String(separator)),
  first: (_, [value]) => (value as readonly unknown[])[0],
  skip: (_, [value, count]) => (value as readonly unknown[]).slice(Number(count)),
  uniquestring: (_, args) => args.join("-"),
};

const TOKEN = /\s*(?:'((?:[^']|'')*)'|(\d+)|([A-Za-z]\w*)|([()[\],.]))/y;

/** Evaluates a value: a text in brackets is an expression, and each other value is itself. */
export function valueOf(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((one) => valueOf(one, scope));
  if (typeof value !== "string" || !/^\[(?!\[).*\]$/s.test(value)) return value;
  return new Parser(value.slice(1, -1), scope).whole();
}

/** Evaluates a value to a text. */
export function textOf(value: unknown, scope: Scope): string {
  return String(valueOf(value, scope));
}

class Parser {
  private readonly tokens: { readonly kind: "text" | "number" | "name" | "sign"; readonly text: string }[] = [];
  private at = 0;

  constructor(
    private readonly source: string,
    private readonly scope: Scope,
  ) {
    const pattern = new RegExp(TOKEN);
    while (pattern.lastIndex < source.trimEnd().length) {
      const [, text, number, name, sign] = pattern.exec(source) ?? [];
      if (text !== undefined) this.tokens.push({ kind: "text", text: text.replace(/''/g, "'") });
      else if (number !== undefined) this.tokens.push({ kind: "number", text: number });
      else if (name !== undefined) this.tokens.push({ kind: "name", text: name });
      else if (sign !== undefined) this.tokens.push({ kind: "sign", text: sign });
      else throw policyFormUnknown(`expression '[${source}]'`);
    }
  }

  whole(): unknown {
    const value = this.value();
    if (this.at < this.tokens.length) throw policyFormUnknown(`expression '[${this.source}]'`);
    return value;
  }

  private value(): unknown {
    const token = this.tokens[this.at++];
    let value: unknown;
    if (token?.kind === "text") value = token.text;
    else if (token?.kind === "number") value = Number(token.text);
    else if (token?.kind === "name") value = this.call(token.text);
    else throw policyFormUnknown(`expression '[${this.source}]'`);
    for (;;) {
      if (this.takes(".")) value = (value as Record<string, unknown> | undefined)?.[this.tokens[this.at++]?.text ?? ""];
      else if (this.takes("[")) {
        value = (value as Record<string, unknown> | undefined)?.[String(this.value())];
        this.expect("]");
      } else return value;
    }
  }

  private call(name: string): unknown {
    const known = FUNCTIONS[name.toLowerCase()];
    if (!known) throw policyFormUnknown(`function '${name}'`);
    this.expect("(");
    const args: unknown[] = [];
    while (!this.takes(")")) {
      if (args.length > 0) this.expect(",");
      args.push(this.value());
    }
    return known(this.scope, args);
  }

  private takes(sign: string): boolean {
    const token = this.tokens[this.at];
    if (token?.kind !== "sign" || token.text !== sign) return false;
    this.at++;
    return true;
  }

  private expect(sign: string): void {
    if (!this.takes(sign)) throw policyFormUnknown(`expression '[${this.source}]'`);
  }
}
