type Json = Readonly<Record<string, unknown>>;

/** The attributes of a resource before or after a change. A value that is not known yet, or has another type, reads as undefined. */
export class Attributes {
  private readonly values: Json;

  /**
   * @param unknown Terraform's marks of values that only the apply knows
   * @param sensitive Terraform's marks of values that must not be printed
   */
  constructor(
    values: unknown,
    private readonly unknown: unknown = {},
    private readonly sensitive: unknown = {},
  ) {
    this.values = objectOf(values);
  }

  /** A text; undefined if it is missing, empty or unknown. */
  text(name: string): string | undefined {
    const value = this.values[name];
    return typeof value === "string" && value !== "" ? value : undefined;
  }

  /** A text that may be printed: the value, or a word that says why it cannot be. */
  shown(name: string): string {
    if (this.isSensitive(name)) return "(sensitive)";
    return this.text(name) ?? (this.isUnknown(name) ? "(known after apply)" : "(none)");
  }

  number(name: string): number | undefined {
    const value = this.values[name];
    return typeof value === "number" ? value : undefined;
  }

  flag(name: string): boolean | undefined {
    const value = this.values[name];
    return typeof value === "boolean" ? value : undefined;
  }

  /** The texts of a list or a set, without those that are unknown. */
  texts(name: string): string[] {
    const value = this.values[name];
    return Array.isArray(value) ? value.filter((one): one is string => typeof one === "string") : [];
  }

  numbers(name: string): number[] {
    const value = this.values[name];
    return Array.isArray(value) ? value.filter((one): one is number => typeof one === "number") : [];
  }

  /** The first block of a kind; undefined if there is none. */
  block(name: string): Attributes | undefined {
    const first = firstOf(this.values[name]);
    if (first === undefined || first === null) return undefined;
    return new Attributes(first, firstOf(member(this.unknown, name)), firstOf(member(this.sensitive, name)));
  }

  /** The value of any type, to be compared or searched. */
  raw(name: string): unknown {
    return this.values[name];
  }

  /** Whether the value, or a part of it, is known only after the apply. */
  isUnknown(name: string): boolean {
    return isMarked(member(this.unknown, name));
  }

  /** Whether the value, or a part of it, must not be printed. */
  isSensitive(name: string): boolean {
    return this.sensitive === true || isMarked(member(this.sensitive, name));
  }
}

export function objectOf(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? (value as unknown[])[0] : value;
}

function member(value: unknown, name: string): unknown {
  return value === true ? true : objectOf(value)[name];
}

function isMarked(mark: unknown): boolean {
  if (mark === true) return true;
  if (Array.isArray(mark)) return mark.some(isMarked);
  return Object.values(objectOf(mark)).some(isMarked);
}
