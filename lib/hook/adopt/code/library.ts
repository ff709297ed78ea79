import { call, type Code, list, text } from "./printed";

const TEMPLATE = /([$%])\{/g;

/** The names of this library that the generated code imports. */
export class Library {
  private readonly used = new Set<string>();
  private readonly usedOfCdktf = new Set<string>();

  /** Returns a name, and imports it. */
  name(name: string): string {
    this.used.add(name);
    return name;
  }

  /** A member of a class or an enum, such as `Weekday.MONDAY`. */
  member(owner: string, member: string): Code {
    return `${this.name(owner)}.${member}`;
  }

  /** A list of members of an enum whose values are `values`, such as the weekdays. */
  members(owner: string, values: readonly string[]): Code {
    return list(values.map((value) => this.member(owner, value.toUpperCase())));
  }

  /** A call of a static method. */
  call(owner: string, method: string, args: readonly Code[] = []): Code {
    return call(`${this.name(owner)}.${method}`, args);
  }

  /** Returns a name of cdktf, and imports it. */
  cdktf(name: string): string {
    this.usedOfCdktf.add(name);
    return name;
  }

  /** A number, or an expression of Terraform for one. */
  number(value: number | string): Code {
    return typeof value === "number" ? String(value) : call(`${this.cdktf("Token")}.asNumber`, [text(value)]);
  }

  get cdktfNames(): string[] {
    return [...this.usedOfCdktf];
  }

  get names(): string[] {
    return [...this.used];
  }
}

/** A text that Terraform must not read as a template. */
export function forTerraform(text: string): string {
  return text.replace(TEMPLATE, "$1$1{");
}

/** Whether CDKTF would take a part of a text for a token of its own. */
export function hasToken(text: string): boolean {
  return /TfToken\[/.test(text);
}
