import { caseFold } from "../../../azure/case-fold";
import { escapedForSource, quoted } from "../code/escaped";
import { hasToken, type Library } from "../code/library";
import { type Code, list, object, text } from "../code/printed";
import { addressesIn, replaceAddresses } from "./references";
import { isBlock } from "./stack-json";
import { isTemplate, templateParts } from "./template";

/** Thrown for a resource that stays as it is. The message follows "because". */
export class Obstacle extends Error {}

/** Writes values of the stack as code, with the new addresses of what the code has declared so far. */
export class Writer {
  /** What stands in the code for a resource, such as `this.vault`, by its address in the stack. */
  private readonly variables = new Map<string, string>();
  /** What stands in the class for a resource, in words. */
  private readonly places = new Map<string, string>();
  private readonly blocks = new Map<string, string>();
  private readonly names = new Set(["node", "scope", "id", "providers", "with", "tostring", "constructor"]);

  constructor(
    readonly stack: unknown,
    readonly library: Library,
    /** Whether the code declares a resource. */
    readonly isAdopted: (type: string, label: string) => boolean,
  ) {}

  /** Returns a name that the code has not used. */
  uniqueName(name: string, longer = name): string {
    let unique = name;
    for (let number = 1; this.names.has(caseFold(unique)); number += 1) unique = number === 1 ? longer : `${longer}${number}`;
    this.names.add(caseFold(unique));
    return unique;
  }

  /** Records what stands in the code for a resource, such as `this.vault`. */
  declare(address: string, variable: string): void {
    this.variables.set(address, variable);
    this.declarePlace(address, `${quoted(`${variable.replace(/^this\./, "")}.resource`)} of this class`);
  }

  /** Records the block of a VM in the code. */
  declareBlock(address: string, variable: string): void {
    this.blocks.set(address, variable);
  }

  blockOf(address: string): string {
    return this.blocks.get(address) ?? "";
  }

  declarePlace(address: string, place: string): void {
    this.places.set(address, place);
  }

  placeOf(address: string): string | undefined {
    return this.places.get(address);
  }

  variableOf(address: string): string | undefined {
    return this.variables.get(address);
  }

  /** A text in Terraform's template syntax. @throws Obstacle if it cannot be written */
  text(value: string): Code {
    if (hasToken(value)) throw new Obstacle("it has a text that CDKTF would take for a token of its own");
    if (!isTemplate(value) || addressesIn(value).every((address) => !this.moves(address))) return text(value);
    const parts = templateParts(value);
    if (!parts) throw new Obstacle(`it refers to ${addressesIn(value).join(" and ")} in a template with a directive`);
    const code = parts.map((part) => {
      if (part.kind === "text") return inTemplate(part.text);
      const marked = replaceAddresses(part.text, (address) => (this.moves(address) ? `${MARK}${address}${MARK}` : address));
      const pieces = marked.split(MARK);
      return `\\\${${pieces.map((piece, index) => (index % 2 === 0 ? inTemplate(piece) : this.newAddress(piece))).join("")}}`;
    });
    return `\`${code.join("")}\``;
  }

  /** Any value, as an override takes it. */
  value(value: unknown): Code {
    if (typeof value === "string") return this.text(value);
    if (Array.isArray(value)) return list(value.map((one) => this.value(one)));
    if (!isBlock(value)) return String(value);
    return object(Object.entries(value).map(([key, one]) => ({ key, value: this.value(one) })));
  }

  private moves(address: string): boolean {
    const [, type = "", label = ""] = /^(\w+)\.([\w-]+)/.exec(address) ?? [];
    return this.isAdopted(type, label);
  }

  private newAddress(address: string): string {
    const variable = this.variables.get(address);
    if (variable === undefined) throw new Obstacle(`it refers to ${address}, which gets another address`);
    const [type = ""] = address.split(".");
    return `${type}.\${${variable}.resource.friendlyUniqueId}`;
  }
}

const MARK = "\u0000";

function inTemplate(piece: string): string {
  return escapedForSource(piece.replace(/[\\`]|\$(?=\{)/g, "\\$&"));
}
