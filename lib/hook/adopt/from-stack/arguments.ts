import type { Block } from "./stack-json";

/** The arguments of a resource. What nobody takes is not lost: see `rest`. */
export class Arguments {
  private readonly left: Map<string, unknown>;

  constructor(private readonly block: Block) {
    // `//` is cdktf's metadata. An argument that is null is not set.
    this.left = new Map(Object.entries(block).filter(([name, value]) => name !== "//" && value !== null));
  }

  /** The value of an argument, which remains. */
  peek(name: string): unknown {
    return this.left.get(name);
  }

  /** Takes an argument. */
  take(name: string): unknown {
    const value = this.left.get(name);
    this.left.delete(name);
    return value;
  }

  /** Takes an argument if `read` returns something for it. */
  takeIf<T>(name: string, read: (value: unknown) => T | undefined): T | undefined {
    const value = this.left.get(name);
    const found = value === undefined ? undefined : read(value);
    if (found !== undefined) this.left.delete(name);
    return found;
  }

  put(name: string, value: unknown): void {
    this.left.set(name, value);
  }

  /** What the other arguments say, to search it for references. */
  textWithout(name: string): string {
    return JSON.stringify({ ...this.block, "//": undefined, [name]: undefined });
  }

  get rest(): [name: string, value: unknown][] {
    return [...this.left];
  }
}

/** A flag. Terraform converts a text to one. */
export function flagOf(value: unknown): boolean | undefined {
  if (value === "true" || value === "false") return value === "true";
  return typeof value === "boolean" ? value : undefined;
}

export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A whole number, or an expression for one. Terraform converts a text to a number. */
export function numberOf(value: unknown): number | string | undefined {
  if (typeof value === "string" && /^\d+$/.test(value)) return Number(value);
  if (typeof value === "string") return /[$%]\{/.test(value) ? value : undefined;
  return typeof value === "number" && Number.isInteger(value) ? value : undefined;
}

/** Texts without expressions. */
export function literalsOf(value: unknown): string[] | undefined {
  const isLiteral = (one: unknown): one is string => typeof one === "string" && !/[$%]\{/.test(one);
  return Array.isArray(value) && value.every(isLiteral) ? value : undefined;
}
